import type { Delimiter } from '../../tables/csv/csv-delimiter.js';
import { readTable } from '../../tables/read-table.js';
import { type TableBatch, type TableRow, UnreadableRow } from '../../tables/table-batch.js';
import type { TableFormat } from '../../tables/table-format.js';
import { DataType } from '../../values/data-type.js';
import { textDecoderOf } from '../../values/decode-text.js';

/** A file of spine rows. */
export interface SpineFile {
  readonly format: TableFormat;
  /** Of a CSV; comma unless said. */
  readonly delimiter?: Delimiter | undefined;
  /** Reads it from its beginning, as often as it is asked. */
  read(): AsyncIterable<Buffer>;
}

/** The rows of a spine file. The cells of a CSV are text, so it is read twice: first to see which type each column has. */
export async function* readSpineFile(
  file: SpineFile,
  declared: ReadonlyMap<string, DataType>,
): AsyncGenerator<TableBatch> {
  const open = () => readTable(file.read(), file.format, { delimiter: file.delimiter });
  if (file.format !== 'csv') return yield* open();
  const types = await csvTypes(open(), declared);
  const decoders = new Map([...types].map(([name, type]) => [name, textDecoderOf(type)]));
  for await (const { firstRow, rows } of open()) {
    yield { firstRow, rows: rows.map((row) => decodeRow(row, decoders)) };
  }
}

/** In order: the first that fits every cell of a column. A leading zero makes a code, not a number. */
const PATTERNS: readonly [DataType, RegExp][] = [
  [DataType.BOOL, /^(true|false)$/],
  [DataType.INT64, /^-?(0|[1-9]\d{0,17})$/],
  [DataType.FLOAT64, /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/],
];

async function csvTypes(
  batches: AsyncIterable<TableBatch>,
  declared: ReadonlyMap<string, DataType>,
): Promise<ReadonlyMap<string, DataType>> {
  const possible = new Map<string, [DataType, RegExp][]>();
  for await (const { rows } of batches) {
    for (const row of rows) {
      if (row instanceof UnreadableRow) continue;
      for (const [name, cell] of Object.entries(row)) {
        const patterns = possible.get(name) ?? [...PATTERNS];
        possible.set(name, typeof cell === 'string' ? patterns.filter(([, pattern]) => pattern.test(cell)) : patterns);
      }
    }
  }
  return new Map([...possible].map(([name, [first]]) => [name, declared.get(name) ?? first?.[0] ?? DataType.STRING]));
}

function decodeRow(row: TableRow, decoders: ReadonlyMap<string, (text: string) => unknown>): TableRow {
  if (row instanceof UnreadableRow) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, typeof cell === 'string' ? decoders.get(name)?.(cell) : cell]),
  );
}
