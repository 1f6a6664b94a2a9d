import { badInput } from '../../../platform/errors.js';
import { describeValue } from '../../../platform/text/describe-value.js';
import { type TableRow, UnreadableRow } from '../../../tables/table-batch.js';
import { DataType } from '../../../values/data-type.js';
import { NotJson, textDecoderOf } from '../../../values/decode-text.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';

/** Types that are read as they stand. */
const TEXTS: ReadonlySet<DataType> = new Set([DataType.STRING, DataType.TIMESTAMP, DataType.BYTES]);

/**
 * Reads the cells of CSV rows, which has text alone, as their columns' types. In place: the row is nobody else's. A cell that has to hold JSON and
 * doesn't is BAD_USER_INPUT, with the row as it came.
 */
export function cellDecoderOf({ joinKeys, features }: Definition): (row: TableRow, number: number) => TableRow {
  const columns = [...joinKeys, ...features]
    .filter(({ type }) => !TEXTS.has(type))
    .map(({ name, type }) => ({ name, decode: textDecoderOf(type) }));
  return (row, number) => {
    if (row instanceof UnreadableRow) return row;
    const cells = row as Record<string, unknown>;
    for (const { name, decode } of columns) {
      const cell = cells[name];
      if (typeof cell !== 'string') continue;
      const value = decode(cell);
      if (value instanceof NotJson) throw notJson(value, number, name);
      cells[name] = value;
    }
    return row;
  };
}

function notJson({ text, expected }: NotJson, row: number, column: string): Error {
  const found = describeValue(text);
  return badInput(`row ${row}.${column} is ${found}; expected ${expected}.`, { row, column, expected, found });
}
