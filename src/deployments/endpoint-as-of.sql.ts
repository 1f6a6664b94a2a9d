import { type Queryable, statement } from '../platform/database/queryable.js';

/*   made ── moved ─────┤asOf├── moved      what the last change before it says; of a deployment older than the log: what the next one was told from  */
const CHANGES = (condition: string, side: string, order: string) =>
  `(select c.details -> 'things' -> $1::text -> '${side}' -> 'endpoint' from change_node f
       join change_seal s on s.position = f.position join change c on c.seq = s.seq
       where f.node_id = $1::uuid and ${condition} and c.details -> 'things' -> $1::text -> '${side}' ? 'endpoint'
       order by f.position ${order} limit 1)`;

const AS_OF = statement(
  'endpoint_as_of',
  `select coalesce(${CHANGES('s.at <= $2', 'after', 'desc')}, ${CHANGES('s.at > $2', 'before', 'asc')}) #>> '{}' as endpoint`,
);

/** Where a deployment answered at a time, as the log of changes tells. Index: change_node_pkey. */
export async function selectEndpointAsOf(db: Queryable, deploymentId: string, asOf: string): Promise<string | null> {
  return (await db.query<{ endpoint: string | null }>(AS_OF, [deploymentId, asOf]))[0]?.endpoint ?? null;
}
