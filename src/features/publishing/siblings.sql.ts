import { type Queryable, statement } from '../../platform/database/queryable.js';

const LIVING = statement(
  'living_versions',
  'select id from node where parent_id = $1 and version is not null and deleted_at is null order by version desc',
);

/** The living versions of a feature set, newest first. Index: node_version. */
export async function selectLivingVersions(db: Queryable, featureSetId: string): Promise<string[]> {
  return (await db.query<{ id: string }>(LIVING, [featureSetId])).map(({ id }) => id);
}
