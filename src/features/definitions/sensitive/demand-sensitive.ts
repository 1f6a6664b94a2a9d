import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { selectSensitiveAmong } from './sensitive.sql.js';

/** Throws FORBIDDEN for the contents of nodes of a project that hold sensitive values, unless the caller may read those there. */
export async function demandSensitive(
  db: Queryable,
  caller: Caller,
  ids: readonly string[],
  project = caller.project,
): Promise<void> {
  if (caller.may('feature:read-sensitive', project)) return;
  if ((await selectSensitiveAmong(db, ids)).size > 0) caller.demand('feature:read-sensitive', project);
}
