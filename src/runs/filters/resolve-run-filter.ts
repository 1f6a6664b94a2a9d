import { checkShape } from '../../graph/finding/filters/check-filter.js';
import { combined } from '../../graph/finding/filters/filter-tree.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { References } from '../../graph/references/references.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput, type HeadwaterError } from '../../platform/errors.js';
import { bestValues } from './best-values.js';
import { loggedConditions } from './logged-conditions.js';
import { narrowest } from './narrow-test.js';
import { resolveFacts } from './resolve-facts.js';
import { asksFacts } from './run-facts-condition.sql.js';
import type { RunFilter } from './run-filter.input.js';
import type { RunCondition } from './run-filter.sql.js';
import type { RunTest } from './run-test.sql.js';

/**
 * Checks a filter, resolves its references and finds the condition that few runs fit. NOT_FOUND for an unknown experiment, run, input or output;
 * BAD_USER_INPUT for what no run could be compared with, and for a filter that is too large.
 */
export async function resolveRunFilter(
  db: Queryable,
  references: References,
  caller: Caller,
  filter: RunFilter,
  path = 'filter',
): Promise<RunCondition> {
  const parts = checkShape(filter, path);
  const goals = await bestValues(
    db,
    caller.project,
    parts.flatMap(({ filter: { metrics } }) => metrics ?? []),
  );
  const includeDeleted = filter.includeDeleted === true;
  let conditions = 0;
  const resolved = new Map<RunFilter, RunTest[]>();
  for (const { filter: part, path: at } of parts) {
    const facts = await resolveFacts(db, references, caller, part, { path: at, includeDeleted });
    const logged = loggedConditions(part, at, goals).map((condition): RunTest => ({ is: 'LOGGED', condition }));
    conditions += asked(part);
    if (conditions > MOST_CONDITIONS) throw tooMany(path);
    resolved.set(part, asksFacts(facts) ? [...logged, { is: 'FACTS', facts }] : logged);
  }
  const own = resolved.get(filter) ?? [];
  const ownFacts = own.find((test) => test.is === 'FACTS');
  const tests = weighed([...own.filter((test) => test !== ownFacts), ...combined(filter, resolved)].flatMap(together));
  const all = ownFacts === undefined ? tests : [...tests, ownFacts];
  return { ...ownFacts?.facts, tests, ownFacts, includeDeleted, ...(await narrowest(db, caller, all)) };
}

/** Each is looked up for every run that the others leave. */
const MOST_CONDITIONS = 100;

function asked({ metrics, parameters, hasMetrics, hasParameters }: RunFilter): number {
  return [metrics, parameters, hasMetrics, hasParameters].reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

function tooMany(path: string): HeadwaterError {
  return badInput(
    `${path} has more than ${MOST_CONDITIONS} conditions on metrics and parameters; at most so many are looked at. Leave out those that the others imply, or ask for the runs of some of them and pass these as ids.`,
    { field: path, expected: MOST_CONDITIONS },
  );
}

/** More are not weighed one by one: which of them to begin with is worth a join each, and a little reckoning for each pair. */
const MOST_WEIGHED = 10;

/** At most so many tests that hold together, the rest as one. */
function weighed(tests: readonly RunTest[]): RunTest[] {
  if (tests.length <= MOST_WEIGHED) return [...tests];
  return [...tests.slice(0, MOST_WEIGHED - 1), { is: 'AND', of: tests.slice(MOST_WEIGHED - 1) }];
}

/** What a test says, as tests that hold together. */
function together(test: RunTest): readonly RunTest[] {
  return test.is === 'AND' ? test.of.flatMap(together) : [test];
}
