import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Database } from '../../platform/database/database.js';
import type { AnswerFormat } from '../../tables/choose-format.js';
import { keepOnDisk } from '../../tables/keep-on-disk.js';
import { writeParquet } from '../../tables/parquet/write-parquet.js';
import { temporaryDirectory } from '../../tables/temporary-directory.js';
import { DataType } from '../../values/data-type.js';
import { splitJsonArray } from '../../values/split-json-array.js';
import { longestTrainingRow, streamTrainingRows } from '../building/training-rows.sql.js';
import { type SpineColumn, trainingColumns } from '../training-recipe.js';
import type { TrainingSetRow } from '../training-set.sql.js';
import { parquetTypeOf } from './parquet-type.js';

/** The rows of a training set in a format, chunk by chunk, no faster than they are taken. */
export async function* exportTrainingSet(
  database: Database,
  set: TrainingSetRow,
  format: AnswerFormat,
): AsyncGenerator<string | Buffer> {
  const columns = trainingColumns(set.recipe);
  if (format === 'parquet') yield* parquet(database, set, columns);
  else if (format === 'arrow') yield* arrow(database, set, columns);
  else if (format === 'csv') yield* csv(database, set, columns);
  else yield* ndjson(database, set, columns);
}

/** The cells of each row as JSON texts, in batches. */
async function* cellsOf(database: Database, { storage }: TrainingSetRow): AsyncGenerator<string[]> {
  const session = await database.openSession();
  try {
    const longest = await longestTrainingRow(session, storage);
    for await (const [spine, values] of streamTrainingRows(session.client, storage, longest))
      yield [...splitJsonArray(spine), ...splitJsonArray(values)];
  } finally {
    await session.close();
  }
}

async function* arrow(
  database: Database,
  set: TrainingSetRow,
  columns: readonly SpineColumn[],
): AsyncGenerator<Buffer> {
  // Loaded by whoever needs it: it takes memory that most processes have no use for.
  const { arrowOfRows } = await import('../../values/arrow/arrow-rows.js');
  yield* arrowOfRows(columns, cellsOf(database, set));
}

async function* ndjson(
  database: Database,
  set: TrainingSetRow,
  columns: readonly SpineColumn[],
): AsyncGenerator<string> {
  const names = columns.map(({ name }) => JSON.stringify(name));
  let text = '';
  for await (const cells of cellsOf(database, set)) {
    text += `{${names.map((name, index) => `${name}:${cells[index]}`).join(',')}}\n`;
    if (text.length < 1 << 16) continue;
    yield text;
    text = '';
  }
  yield text;
}

async function* csv(database: Database, set: TrainingSetRow, columns: readonly SpineColumn[]): AsyncGenerator<Buffer> {
  const header = columns.map(({ name }) => name);
  const rows = Readable.from(csvRows(database, set, columns));
  // An empty text is quoted, so that it differs from null.
  const lines = stringify({ header: true, columns: header, cast: { string: quoteEmpty } });
  // Unlike `pipe`, it ends the one with the other: else whoever leaves would leave a connection behind, and what breaks off would never end.
  pipeline(rows, lines, () => undefined);
  yield* lines as AsyncIterable<Buffer>;
}

async function* csvRows(
  database: Database,
  set: TrainingSetRow,
  columns: readonly SpineColumn[],
): AsyncGenerator<(string | null)[]> {
  for await (const cells of cellsOf(database, set))
    yield cells.map((cell, index) => csvCell(cell, columns[index]?.type ?? DataType.JSON));
}

function quoteEmpty(text: string) {
  return text === '' ? { value: text, quoted_empty: true } : text;
}

/** JSON and lists as their JSON text, everything else as its own. */
function csvCell(cell: string, type: DataType): string | null {
  if (cell === 'null') return null;
  return cell.startsWith('"') && type !== DataType.JSON ? JSON.parse(cell) : cell;
}

async function* parquet(
  database: Database,
  set: TrainingSetRow,
  columns: readonly SpineColumn[],
): AsyncGenerator<Buffer> {
  const directory = await temporaryDirectory();
  try {
    const lines = join(directory.path, 'rows.ndjson');
    const file = join(directory.path, 'rows.parquet');
    await keepOnDisk(ndjson(database, set, columns), lines);
    const types = columns.map(({ name, type }) => ({ name, ...parquetTypeOf(type) }));
    await writeParquet({
      directory: directory.path,
      ndjson: lines,
      parquet: file,
      columns: types,
      longestRow: await longestTrainingRow(database, set.storage),
    });
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } finally {
    await directory.remove();
  }
}
