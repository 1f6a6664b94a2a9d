import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

const LIVE = statement(
  'live_versions_beside',
  `select distinct v.id
   from node n
   join node v on v.parent_id = n.parent_id
   join edge e on e.src = v.id and e.kind = '${EdgeKind.BINDING}' and e.valid_to is null and e.retired_at is null
   where n.id = $1`,
);

/** The versions of the same model that serve somewhere now. Indexes: node_version, edge_downstream. */
export async function selectLiveVersionsBeside(db: Queryable, modelVersionId: string): Promise<string[]> {
  return (await db.query<{ id: string }>(LIVE, [modelVersionId])).map(({ id }) => id);
}
