import { checkShape, checkWithin } from '../../graph/finding/filters/check-filter.js';
import type { SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { FilterContext } from '../../graph/finding/filters/resolve-node-filter.js';
import { badInput } from '../../platform/errors.js';
import { resolveRunFilter } from '../filters/resolve-run-filter.js';
import type { RunFilter } from '../filters/run-filter.input.js';
import type { OfRuns } from './of-runs.input.js';
import { linkedRun } from './run-links.sql.js';

/** What a filter asks about runs of a version. BAD_USER_INPUT for a filter that is too large, and for metrics as of a time. */
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
  checkWithin(filter, path, within);
  if (asOf !== null) checkKnownThen(filter, path);
  return resolveRunFilter(db, references, caller, filter, path);
}

/** The log of changes keeps how many points of metrics a run was given, and not which: what its metrics were at a time nobody knows. */
function checkKnownThen(filter: RunFilter, path: string): void {
  for (const { filter: part, path: at } of checkShape(filter, path))
    for (const field of ['metrics', 'hasMetrics'] as const)
      if (part[field] != null)
        throw badInput(
          `${at}.${field} can not be asked as of a time: the log of changes keeps how many points of metrics a run was given, and not which. Leave it out, or asOf.`,
          { field: `${at}.${field}` },
        );
}
