import { badInput } from '../../platform/errors.js';
import type { JsonCell } from './duckdb/duckdb-task.js';
import { DuckdbEnded, runDuckdb } from './duckdb/run-duckdb.js';

/** Runs statements in a DuckDB of their own, which is held to little memory; the rows of the last. `onPercent` is told how far one is. */
export async function runStatements(
  directory: string,
  statements: readonly string[],
  onPercent: (percent: number) => void = () => undefined,
): Promise<readonly (readonly JsonCell[])[]> {
  let rows: readonly (readonly JsonCell[])[] = [];
  try {
    for await (const result of runDuckdb({ kind: 'statements', directory, statements })) {
      if ('percent' in result) onPercent(result.percent);
      if ('rows' in result) rows = result.rows;
    }
    return rows;
  } catch (error) {
    if (!(error instanceof DuckdbEnded)) throw error;
    throw badInput(
      'The file takes too much memory to be computed with; write it with smaller row groups or lists.',
      {},
    );
  }
}
