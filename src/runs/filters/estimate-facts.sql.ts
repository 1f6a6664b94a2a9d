import { type Queryable, statement } from '../../platform/database/queryable.js';
import { SqlParameters } from '../../platform/database/sql-parameters.js';
import { everyRun, fittingSet, type RunTest } from './run-test.sql.js';

/** What the planner expects of what is asked of runs themselves, which it knows better than a sample of them. */
export interface ExpectedRuns {
  readonly of: RunTest;
  /** Runs that fit. */
  readonly fits: number;
  /** Runs of the project. */
  readonly every: number;
  /** What it takes to find those that fit, in the planner's units. */
  readonly cost: number;
}

interface Part {
  readonly 'Subplan Name'?: string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
}

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: { readonly Plans?: readonly Part[] } }];
}

/** Asks the planner, which reads nothing. */
export async function estimateFacts(
  db: Queryable,
  project: string,
  facts: RunTest,
  signal?: AbortSignal,
): Promise<ExpectedRuns> {
  const sql = new SqlParameters();
  const fits = fittingSet(facts, project, sql);
  // Of what stands in such parts a plan says how many rows each has, however it reads them.
  const explain = `explain (format json)
    with fits as materialized (${fits}), every as materialized (${everyRun(project, sql)}) select from fits, every`;
  const [row] = await db.query<Explained>(statement('', explain), sql.values, signal);
  const parts = row?.['QUERY PLAN'][0].Plan.Plans ?? [];
  const partOf = (name: string) => parts.find((part) => part['Subplan Name'] === `CTE ${name}`);
  const [fitting, all] = [partOf('fits'), partOf('every')];
  if (fitting === undefined || all === undefined) throw new Error('a plan tells nothing of its parts');
  return { of: facts, fits: fitting['Plan Rows'], every: all['Plan Rows'], cost: fitting['Total Cost'] };
}
