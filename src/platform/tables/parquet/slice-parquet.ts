import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { badInput, HeadwaterError } from '../../errors.js';
import { BATCH_BYTES, BATCH_ROWS, MAX_ROW_BYTES } from '../table-batch.js';
import type { ParquetReading, ParquetSlice, PreparedReading } from './duckdb-task.js';
import { copyColumns, describeParquet, type ParquetSource, streamParquet } from './parquet.sql.js';
import { type ParquetColumn, parquetColumn } from './parquet-column.js';

/** Columns that are copied to disk at a time. */
const COPIED = 8;
/** Bytes of DuckDB's vectors that are left to the garbage collector, which knows nothing of what they hold. */
const GARBAGE = 16 * 1024 * 1024;
const BYTES_PER_VALUE = 16;

/** Reads a Parquet file as slices of as many rows and bytes as a batch has. `atWork` is called while there are none yet. */
export async function* sliceParquet(
  duckdb: DuckDBConnection,
  task: PreparedReading,
  atWork: () => Promise<void>,
): AsyncGenerator<ParquetSlice> {
  const { file, skip } = task;
  const described = await readable(file, () => describeParquet(duckdb, file));
  const columns = described.map(([name, type]) => columnOf(name, type, task));
  const expressions = columns.map(({ expression }) => expression);
  const source = task.byColumns ? await copyByColumns(duckdb, task, described, atWork) : { file };
  const result = await readable(file, () => streamParquet(duckdb, source, expressions, skip));
  const next = () => readable(file, () => result.fetchChunk());
  let garbage = 0;
  for (let chunk = await next(); chunk !== null && chunk.rowCount > 0; chunk = await next()) {
    garbage += chunk.rowCount * columns.length * BYTES_PER_VALUE;
    if (garbage > GARBAGE) globalThis.gc?.();
    if (garbage > GARBAGE) garbage = 0;
    yield* slicesOf(chunk, columns);
  }
}

function columnOf(name: string, type: string, { exactTimes, timeZone }: PreparedReading): ParquetColumn {
  const refuse = (what: string) =>
    badInput(`The column "${name}" holds ${what} within ${type}; write them in microseconds there.`, {
      column: name,
      found: type,
    });
  if (exactTimes.int96.includes(name)) {
    if (!/^BLOB(\[\])*$/.test(type)) throw refuse('INT96 times');
    return parquetColumn(name, type.replace('BLOB', 'INT96'), timeZone);
  }
  if (!exactTimes.nanoseconds.includes(name)) return parquetColumn(name, type, timeZone);
  if (/^TIMESTAMP_NS(\[\])*$/.test(type)) return parquetColumn(name, type, 'UTC');
  throw refuse('times in nanoseconds');
}

async function copyByColumns(
  duckdb: DuckDBConnection,
  { file, directory }: ParquetReading,
  columns: readonly [name: string, type: string][],
  atWork: () => Promise<void>,
): Promise<ParquetSource> {
  const tables: string[] = [];
  for (let at = 0; at < columns.length; at += COPIED) {
    const names = columns.slice(at, at + COPIED).map(([name]) => name);
    tables.push(
      await readable(file, () => copyColumns(duckdb, { file, directory, names, first: at === 0, table: `t${at}` })),
    );
    await atWork();
  }
  return { tables };
}

/** Values are taken out of DuckDB's vectors row by row, so that a text which many rows share isn't there for all of them at once. */
function* slicesOf(chunk: DuckDBDataChunk, columns: readonly ParquetColumn[]): Generator<ParquetSlice> {
  const vectors = columns.map((_, index) => chunk.getColumnVector(index));
  const names = columns.map(({ name }) => name);
  for (let row = 0; row < chunk.rowCount; ) {
    const values: unknown[][] = columns.map(() => []);
    const tooLong = new Map<number, string>();
    let [count, bytes] = [0, 0];
    for (; row < chunk.rowCount && count < BATCH_ROWS && bytes < BATCH_BYTES; row++, count++) {
      const length = takeRow(vectors, columns, row, values);
      if (length > MAX_ROW_BYTES) tooLong.set(count, shortCells(names, values, length));
      else bytes += length;
      if (length > MAX_ROW_BYTES) for (const column of values) column[column.length - 1] = null;
    }
    yield { names, count, columns: values.map(packed), tooLong };
  }
}

/** Puts the values of a row behind those of its columns; about how many bytes they take. */
function takeRow(
  vectors: readonly DuckDBVector[],
  columns: readonly ParquetColumn[],
  row: number,
  values: readonly unknown[][],
): number {
  let bytes = 0;
  for (let index = 0; index < columns.length; index++) {
    const value = (columns[index] as ParquetColumn).convert((vectors[index] as DuckDBVector).getItem(row));
    values[index]?.push(value);
    bytes += typeof value === 'number' ? 8 : bytesOf(value);
  }
  return bytes;
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) {
    let sum = 8;
    for (const element of value) sum += typeof element === 'number' ? 8 : bytesOf(element);
    return sum;
  }
  return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + bytesOf(part), 8);
}

/** What helps to find a row that is not taken: its short cells. */
function shortCells(names: readonly string[], values: readonly unknown[][], length: number): string {
  const cells = names.flatMap((name, index) => {
    const value = values[index]?.at(-1);
    return typeof value !== 'object' && String(value).length <= 40 ? [`${name}: ${value}`] : [];
  });
  return `${length} bytes, with ${cells.join(', ')}`.slice(0, 200);
}

function packed(values: readonly unknown[]): readonly unknown[] | Float64Array {
  return values.every((value) => typeof value === 'number') ? Float64Array.from(values as number[]) : values;
}

/** What DuckDB can't read is the file's fault, which is on a disk of ours. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HeadwaterError) throw error;
    const [problem = ''] = (error as Error).message.split('\n');
    if (/^Out of Memory Error|No space left|Disk quota exceeded/.test(problem)) throw error;
    throw badInput(
      `The Parquet file can't be read, or is damaged: ${problem.replaceAll(`'${file}'`, 'it').replaceAll(file, 'it')}`,
    );
  }
}
