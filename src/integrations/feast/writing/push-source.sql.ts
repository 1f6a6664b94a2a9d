import { FEATURE_SET } from '../../../features/feature-kinds.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** The tag of a feature set that names the push source that its rows come by. */
export const PUSH_SOURCE_TAG = 'feast.push_source';

const SELECT = statement(
  'feature_sets_of_push_source',
  `select name from node
   where project = $1 and kind = $2 and deleted_at is null and (tags ->> '${PUSH_SOURCE_TAG}' = $3 or name = $4)
   order by name limit 100`,
);

/** The feature sets that a push source feeds: those that say so, and the one of its own name. Index: node_kind. */
export async function selectSetsOfPushSource(
  db: Queryable,
  project: string,
  source: string,
  plain: string,
): Promise<string[]> {
  const rows = await db.query<{ name: string }>(SELECT, [project, FEATURE_SET, source, plain]);
  return rows.map(({ name }) => name);
}
