import { runDuckdb } from './run-duckdb.js';
import type { WrittenColumn } from './written-column.js';

const TOO_MUCH =
  'The rows are too large to be written as Parquet; take them as application/x-ndjson or text/csv instead.';

/** Turns a file of NDJSON into a Parquet file, in the same order. `directory` takes what memory doesn't hold. */
export async function writeParquet(
  directory: string,
  ndjson: string,
  parquet: string,
  columns: readonly WrittenColumn[],
): Promise<void> {
  const slices = runDuckdb({ kind: 'write', directory, ndjson, parquet, columns, rowGroup: 20_000 }, TOO_MUCH);
  for await (const _ of slices) throw new Error('a file that is written gives no rows');
}
