import { openDuckdb } from './duckdb.js';
import { convertToParquet } from './parquet.sql.js';
import type { WrittenColumn } from './written-column.js';

/** Turns a file of NDJSON into a Parquet file, in the same order. `directory` takes what memory doesn't hold. */
export async function writeParquet(
  directory: string,
  ndjson: string,
  parquet: string,
  columns: readonly WrittenColumn[],
): Promise<void> {
  const duckdb = await openDuckdb(directory);
  try {
    await convertToParquet(duckdb.connection, ndjson, parquet, columns);
  } finally {
    duckdb.close();
  }
}
