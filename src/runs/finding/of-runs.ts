import { checkWithin } from '../../graph/finding/filters/check-filter.js';
import type { SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { FilterContext } from '../../graph/finding/filters/resolve-node-filter.js';
import { resolveRunFilter } from '../filters/resolve-run-filter.js';
import type { RunFilter } from '../filters/run-filter.input.js';
import { requireKnownThen } from './metrics-known-then.js';
import type { OfRuns } from './of-runs.input.js';
import { linkedRun } from './run-links.sql.js';

/** What a filter asks about runs of a version. BAD_USER_INPUT for a filter that is too large, and for metrics as of a time of which nobody knows them. */
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

async function resolve(filter: RunFilter, context: FilterContext, path: string) {
  const { db, references, caller, within } = context;
  checkWithin(filter, path, within);
  await requireKnownThen(context, filter, path);
  return resolveRunFilter(db, references, caller, filter, path);
}
