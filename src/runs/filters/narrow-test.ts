import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { type ExpectedRuns, estimateFacts } from './estimate-facts.sql.js';
import { countFitting, type LoggedValueCondition } from './logged-value.sql.js';
import type { RunTest } from './run-test.sql.js';

/** So many runs are sooner looked up and sorted than found in an order. Counting them takes a fraction of a millisecond. */
export const FEW = 500;

/** What no run fits. */
const NOBODY: RunTest = { is: 'OR', of: [] };

/** What is known of how many runs fit a filter before it is searched by. */
export interface Narrowest {
  /**
   * The one of some tests that hold together which fewest runs fit, cut down to what was counted; what is asked of runs themselves, if the planner expects few; undefined
   * where none is known to be few.
   */
  readonly narrow: RunTest | undefined;
  /** What the planner expects of runs themselves; undefined where it was not asked. */
  readonly expected: ExpectedRuns | undefined;
}

/** Counts what few runs could fit. */
export async function narrowest(db: Queryable, caller: Caller, tests: readonly RunTest[]): Promise<Narrowest> {
  if (contradict(tests)) return { narrow: NOBODY, expected: undefined };
  const conditions = tests.flatMap(conditionsOf);
  const count = (table: LoggedValueCondition['table']) =>
    countFitting(db, caller.project, table, conditions, FEW + 1, caller.signal);
  const facts = conditions.length === 0 ? undefined : tests.find(({ is }) => is === 'FACTS');
  // At once, though one of them may be enough: to wait for one after the other takes as long as what they are asked for.
  const [metrics, parameters, expected] = await Promise.all([
    count('run_metric'),
    count('run_parameter'),
    facts && estimateFacts(db, caller.project, facts, caller.signal),
  ]);
  const found = new Map([...metrics, ...parameters].map(({ condition, found }) => [condition, found]));
  const { most, test } = bound({ is: 'AND', of: tests }, found);
  if (most <= FEW) return { narrow: test, expected };
  return { narrow: expected !== undefined && expected.fits <= FEW ? facts : undefined, expected };
}

/** Whether a parameter is to have two values: a run has one of each. */
function contradict(tests: readonly RunTest[]): boolean {
  const values = new Map<string, number | string>();
  return tests.some((test) => {
    if (test.is !== 'LOGGED' || test.condition.table !== 'run_parameter') return false;
    const { name, range } = test.condition;
    if (range === undefined) return false;
    const other = values.get(name) ?? range.from;
    values.set(name, range.from);
    return other !== range.from;
  });
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
