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
  const columns = await columnsOf(duckdb, file, timeZone);
  const result = await streamParquet(
    duckdb,
    file,
    columns.map(({ expression }) => expression),
  );
  let firstRow = 1;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const cells = columns.map(({ convert }, index) => chunk?.getColumnValues(index).map(convert) ?? []);
    const rows = Array.from({ length: chunk.rowCount }, (_, row) => rowOf(columns, cells, row));
    yield { firstRow, rows };
    firstRow += rows.length;
  }
}

async function columnsOf(
  duckdb: DuckDBConnection,
  file: string,
  timeZone: string | undefined,
): Promise<ParquetColumn[]> {
  try {
    return (await describeParquet(duckdb, file)).map(([name, type]) => parquetColumn(name, type, timeZone));
  } catch (error) {
    if (
      /Invalid Input|No magic bytes|too small|parquet/i.test((error as Error).message) &&
      !('code' in (error as object))
    )
      throw badInput(`The body is not a Parquet file: ${(error as Error).message.split('\n')[0]}`);
    throw error;
  }
}

function rowOf(columns: readonly ParquetColumn[], cells: readonly (readonly unknown[])[], row: number): TableRow {
  const values: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++)
    values[(columns[index] as ParquetColumn).name] = cells[index]?.[row];
  return values;
}
