import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import { fittingSet, type RunTest } from '../filters/run-test.sql.js';

/** The ids of the runs that fit all tests, deleted ones too; undefined where there is none. Indexes: those of fittingSet. */
export function fittingAll(tests: readonly RunTest[], project: string, sql: SqlParameters): string | undefined {
  const [only, ...more] = tests;
  if (only === undefined) return undefined;
  return fittingSet(more.length === 0 ? only : { is: 'AND', of: tests }, project, sql);
}
