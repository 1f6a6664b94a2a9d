import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { badInput } from '../errors.js';
import { openDuckdb } from './duckdb.js';
import { describeParquet, streamParquet } from './parquet.sql.js';
import { type ParquetColumn, parquetColumn } from './parquet-column.js';
import type { TableBatch, TableRow } from './table-batch.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Reads a Parquet file chunk by chunk. It is kept on disk meanwhile, for its directory stands at its end. */
export async function* readParquet(
  source: AsyncIterable<Buffer>,
  timeZone: string | undefined,
): AsyncGenerator<TableBatch> {
  const directory = await temporaryDirectory();
  try {
    const file = join(directory.path, 'table.parquet');
    await pipeline(Readable.from(source, { objectMode: false }), createWriteStream(file));
    const duckdb = await openDuckdb(directory.path);
    try {
      yield* readFile(duckdb.connection, file, timeZone);
    } finally {
      duckdb.close();
    }
  } finally {
    await directory.remove();
  }
}

async function* readFile(
  duckdb: DuckDBConnection,
  file: string,
  timeZone: string | undefined,
): AsyncGenerator<TableBatch> {
  const described = await readable(file, () => describeParquet(duckdb, file));
  const columns = described.map(([name, type]) => parquetColumn(name, type, timeZone));
  const expressions = columns.map(({ expression }) => expression);
  const result = await readable(file, () => streamParquet(duckdb, file, expressions));
  const next = () => readable(file, () => result.fetchChunk());
  let firstRow = 1;
  for (let chunk = await next(); chunk !== null && chunk.rowCount > 0; chunk = await next()) {
    const cells = columns.map(({ convert }, index) => chunk?.getColumnValues(index).map(convert) ?? []);
    const rows = Array.from({ length: chunk.rowCount }, (_, row) => rowOf(columns, cells, row));
    yield { firstRow, rows };
    firstRow += rows.length;
  }
}

/** What DuckDB can't read is the file's fault, which is on a disk of ours. */
async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('\n');
    throw badInput(
      `The body is not a Parquet file, or a damaged one: ${problem.replaceAll(`'${file}'`, 'it').replaceAll(file, 'it')}`,
    );
  }
}

function rowOf(columns: readonly ParquetColumn[], cells: readonly (readonly unknown[])[], row: number): TableRow {
  const values: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++)
    values[(columns[index] as ParquetColumn).name] = cells[index]?.[row];
  return values;
}
