import { type Queryable, statement } from '../../platform/database/queryable.js';
import { SqlParameters } from '../../platform/database/sql-parameters.js';
import { fittingSet, type RunTest } from './run-test.sql.js';

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }];
}

/** How many runs the planner expects to fit what is asked of runs themselves, which it knows well. It plans, and reads nothing. */
export async function estimateFacts(
  db: Queryable,
  project: string,
  facts: RunTest,
  signal?: AbortSignal,
): Promise<number> {
  const sql = new SqlParameters();
  const explain = statement('', `explain (format json) ${fittingSet(facts, project, sql)}`);
  const [row] = await db.query<Explained>(explain, sql.values, signal);
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? Number.POSITIVE_INFINITY;
}
