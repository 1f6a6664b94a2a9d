import type { DuckDBConnection } from '@duckdb/node-api';
import { badInput, HeadwaterError } from '../../platform/errors.js';
import type { ParquetReading, ParquetSlice, PreparedReading } from './duckdb/duckdb-task.js';
import { copyColumns, describeParquet, type ParquetSource, streamParquet } from './parquet.sql.js';
import { type ParquetColumn, parquetColumn } from './parquet-column.js';
import { SliceOfRows } from './slice-of-rows.js';

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
  const rows = new SliceOfRows(columns);
  let garbage = 0;
  for (let chunk = await next(); chunk !== null && chunk.rowCount > 0; chunk = await next()) {
    garbage += chunk.rowCount * columns.length * BYTES_PER_VALUE;
    if (garbage > GARBAGE) globalThis.gc?.();
    if (garbage > GARBAGE) garbage = 0;
    const vectors = columns.map((_, index) => chunk.getColumnVector(index));
    for (let row = 0; row < chunk.rowCount; row++) {
      rows.add(vectors, row);
      if (rows.isFull) yield rows.take();
    }
  }
  if (rows.count > 0) yield rows.take();
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
