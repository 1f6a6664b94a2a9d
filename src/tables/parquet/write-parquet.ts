import { badInput } from '../../platform/errors.js';
import type { ParquetWriting } from './duckdb/duckdb-task.js';
import { DuckdbEnded, runDuckdb } from './duckdb/run-duckdb.js';

const TOO_MUCH =
  'The rows are too large to be written as Parquet; take them as application/x-ndjson or text/csv instead.';

/** Turns a file of NDJSON into a Parquet file, in the same order. Throws BAD_USER_INPUT where its rows are too large for that. */
export async function writeParquet(work: Omit<ParquetWriting, 'kind'>): Promise<void> {
  try {
    for await (const _ of runDuckdb({ kind: 'write', ...work }))
      throw new Error('a file that is written gives no rows');
  } catch (error) {
    throw error instanceof DuckdbEnded ? badInput(TOO_MUCH) : error;
  }
}
