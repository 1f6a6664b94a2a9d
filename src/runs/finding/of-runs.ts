import { checkWithin } from '../../graph/finding/filters/check-filter.js';
import type { SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { FilterContext } from '../../graph/finding/filters/resolve-node-filter.js';
import { badInput } from '../../platform/errors.js';
import { resolveRunFilter } from '../filters/resolve-run-filter.js';
import type { RunFilter } from '../filters/run-filter.input.js';
import type { OfRuns } from './of-runs.input.js';
import { linkedRun } from './run-links.sql.js';

/** What a filter asks about runs of a version. Runs are asked as they are: BAD_USER_INPUT as of a time, and for a filter that is too large. */
export async function runTests(filter: OfRuns, context: FilterContext, path: string): Promise<SqlTest[]> {
  const { project } = context.caller;
  const tests: SqlTest[] = [];
  for (const [field, kind] of [
    ['run', 'OUTPUT'],
    ['readBy', 'INPUT'],
  ] as const) {
    const asked = filter[field];
    if (asked != null) tests.push(linkedRun(kind, project, await resolve(asked, context, `${path}.${field}`)));
  }
  const { hasRun } = filter;
  if (hasRun != null) {
    const made = linkedRun('OUTPUT', project);
    tests.push((node, sql) => `${made(node, sql)} = ${hasRun}`);
  }
  return tests;
}

function resolve(filter: RunFilter, { db, references, caller, asOf, within }: FilterContext, path: string) {
  if (asOf !== null) throw badInput(`${path} asks about runs as they are now; leave it out, or asOf.`, { field: path });
  checkWithin(filter, path, within);
  return resolveRunFilter(db, references, caller, filter, path);
}
