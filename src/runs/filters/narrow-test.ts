import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { estimateFacts } from './estimate-facts.sql.js';
import { countFitting, type LoggedValueCondition } from './logged-value.sql.js';
import type { RunTest } from './run-test.sql.js';

/** So many runs are sooner looked up and sorted than found in an order. Counting them takes a fraction of a millisecond. */
export const FEW = 500;

/** More conditions are not counted: a filter that asks so much is not made quick by one of them. */
const MOST_COUNTED = 20;

/**
 * The one of some tests that hold together which fewest runs fit, cut down to what was counted; what is asked of runs themselves, if the planner expects few; undefined
 * where none is known to be few.
 */
export async function narrowest(
  db: Queryable,
  caller: Caller,
  tests: readonly RunTest[],
): Promise<RunTest | undefined> {
  const conditions = tests.flatMap(conditionsOf).slice(0, MOST_COUNTED);
  const count = (table: LoggedValueCondition['table']) =>
    countFitting(db, caller.project, table, conditions, FEW + 1, caller.signal);
  const counted = (await Promise.all([count('run_metric'), count('run_parameter')])).flat();
  const found = new Map(counted.map(({ condition, found }) => [condition, found]));
  const { most, test } = bound({ is: 'AND', of: tests }, found);
  if (most <= FEW) return test;
  const facts = tests.find(({ is }) => is === 'FACTS');
  if (facts === undefined || conditions.length === 0) return undefined;
  return (await estimateFacts(db, caller.project, facts, caller.signal)) <= FEW ? facts : undefined;
}

function conditionsOf(test: RunTest): LoggedValueCondition[] {
  switch (test.is) {
    case 'LOGGED':
      return [test.condition];
    case 'AND':
    case 'OR':
      return test.of.flatMap(conditionsOf);
    default:
      return [];
  }
}

interface Bound {
  /** No more runs fit. */
  readonly most: number;
  /** All that fit also fit this, which is as narrow and says less. */
  readonly test: RunTest;
}

function bound(test: RunTest, counted: ReadonlyMap<LoggedValueCondition, number>): Bound {
  switch (test.is) {
    case 'LOGGED':
      return { most: counted.get(test.condition) ?? Infinity, test };
    case 'FACTS':
      return { most: test.facts.runIds?.length ?? Infinity, test };
    case 'AND': {
      const bounds = test.of.map((each) => bound(each, counted));
      return bounds.reduce((least, each) => (each.most < least.most ? each : least), { most: Infinity, test });
    }
    case 'OR': {
      const bounds = test.of.map((each) => bound(each, counted));
      const most = bounds.reduce((sum, each) => sum + each.most, 0);
      return { most, test: { is: 'OR', of: bounds.map((each) => each.test) } };
    }
    case 'NOT':
      return { most: Infinity, test };
  }
}
