import { asksFacts } from './filters/run-facts-condition.sql.js';
import type { RunCondition } from './filters/run-filter.sql.js';
import { fittingSet, type RunTest } from './filters/run-test.sql.js';
import type { SqlParameters } from './filters/sql-parameters.js';

/** The ids of the runs that fit, deleted ones too; undefined where nothing is asked of runs. Indexes: those of fittingSet. */
export function fittingIds(project: string, filter: RunCondition, sql: SqlParameters): string | undefined {
  const tests: RunTest[] = filter.logged.map((condition) => ({ is: 'LOGGED', condition }));
  if (asksFacts(filter)) tests.push({ is: 'FACTS', facts: filter });
  tests.push(...filter.tests);
  return tests.length === 0 ? undefined : fittingSet({ is: 'AND', of: tests }, project, sql);
}
