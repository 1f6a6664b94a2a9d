import { type Table, tableFromIPC, type Vector } from 'apache-arrow';
import { instantOfMicroseconds } from '../../../src/platform/time/instant.js';

/** The columns of an Arrow stream by name, each cell as JSON has it where INT64 is asked for as text. */
export function arrowCells(bytes: Uint8Array): { readonly table: Table; readonly cells: Map<string, unknown[]> } {
  const table = tableFromIPC(bytes);
  const cells = new Map<string, unknown[]>();
  for (const [index, field] of table.schema.fields.entries()) {
    const { name, metadata } = field;
    const type = metadata.get('headwater.type') ?? (name.endsWith('.status') ? 'STRING' : 'TIMESTAMP');
    const column = table.getChildAt(index) as Vector;
    cells.set(
      name,
      column.data.flatMap((data) => Array.from({ length: data.length }, (_, row) => cellOf(type, column, data, row))),
    );
    // The rows of later batches follow those of the first.
    if (column.length !== table.numRows) throw new Error(`${name} has ${column.length} rows`);
  }
  return { table, cells };
}

function cellOf(type: string, column: Vector, data: Vector['data'][number], row: number): unknown {
  if (!data.getValid(row)) return null;
  const offset = column.data.slice(0, column.data.indexOf(data)).reduce((sum, { length }) => sum + length, 0);
  if (!type.endsWith('_LIST'))
    return type === 'TIMESTAMP' ? instantOfMicroseconds(data.values[row]) : plain(type, column.get(offset + row));
  const list = column.get(offset + row) as Vector;
  return Array.from({ length: list.length }, (_, place) => {
    if (type !== 'TIMESTAMP_LIST') return plain(type.slice(0, -5), list.get(place));
    return instantOfMicroseconds(list.data[0]?.values[place]);
  });
}

function plain(type: string, value: unknown): unknown {
  switch (type) {
    case 'INT64':
      return String(value);
    case 'FLOAT64':
      return Number.isFinite(value) ? value : String(value);
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'JSON':
      return JSON.parse(value as string);
    default:
      return value;
  }
}
