import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { badInput } from '../errors.js';
import { BATCH_ROWS, type TableBatch, type TableRow, UnreadableRow } from './table-batch.js';
import { utf8Chunks } from './utf8-chunks.js';

/** Characters; a quote that is never closed would else take the whole file into memory. */
const MAX_RECORD = 16 * 1024 * 1024;

/**
 * Reads CSV (RFC 4180) whose first line names the columns. Cells are text; an empty cell without quotes is null. A row with
 * too few or too many cells is an UnreadableRow; a broken quote ends the table, for what follows it can't be told apart.
 */
export async function* readCsv(source: AsyncIterable<Buffer>): AsyncGenerator<TableBatch> {
  const parser = Readable.from(utf8Chunks(source), { objectMode: false }).compose(
    parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      raw: true,
      max_record_size: MAX_RECORD,
    }),
  );
  let names: readonly string[] | undefined;
  let firstRow = 1;
  let rows: TableRow[] = [];
  try {
    for await (const { record, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
      const cells = withNulls(record, raw);
      if (names === undefined) {
        names = headerOf(cells);
        continue;
      }
      rows.push(rowOf(names, cells));
      if (rows.length < BATCH_ROWS) continue;
      yield { firstRow, rows };
      firstRow += rows.length;
      rows = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw badInput(`The CSV can't be read: ${error.message}.`);
    throw error;
  }
  if (names === undefined) throw badInput('The CSV is empty; its first line names the columns.');
  if (rows.length > 0) yield { firstRow, rows };
}

/** Only quotes tell an empty text from no value; asking the parser of every cell would take ten times as long. */
function withNulls(cells: readonly string[], raw: string): (string | null)[] {
  if (!cells.includes('')) return cells as string[];
  if (!raw.includes('""')) return cells.map((cell) => (cell === '' ? null : cell));
  const [again = []] = parseNow(raw, {
    bom: true,
    relax_column_count: true,
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  }) as (string | null)[][];
  return again;
}

function headerOf(cells: readonly (string | null)[]): readonly string[] {
  return cells.map((name, index) => {
    if (name === null || name === '') throw badInput(`Column ${index + 1} of the CSV has no name in the first line.`);
    if (cells.indexOf(name) < index)
      throw badInput(`The first line of the CSV names "${name}" twice.`, { column: name });
    return name;
  });
}

function rowOf(names: readonly string[], cells: readonly (string | null)[]): TableRow {
  if (cells.length !== names.length) {
    return new UnreadableRow(
      `has ${cells.length} cells where the first line names ${names.length} columns`,
      cells.join(',').slice(0, 200),
    );
  }
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) row[names[index] as string] = cells[index];
  return row;
}
