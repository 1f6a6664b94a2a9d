import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { selectSensitiveAmong } from './sensitive.sql.js';

/** Throws FORBIDDEN for the contents of nodes that hold sensitive values, unless the caller may read those. */
export async function demandSensitive(db: Queryable, caller: Caller, ids: readonly string[]): Promise<void> {
  if (caller.may('feature:read-sensitive')) return;
  if ((await selectSensitiveAmong(db, ids)).size > 0) caller.demand('feature:read-sensitive');
}
