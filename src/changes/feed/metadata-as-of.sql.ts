import { type Queryable, statement } from '../../platform/database/queryable.js';

/** What people said about a node at a time. */
export interface StoredMetadata {
  readonly nodeId: string;
  readonly description: string | null;
  readonly tags: Record<string, string> | null;
  readonly owner: string | null;
}

/*   made ── updated ─────┤asOf├── updated      the last change before it that says something of the field; of a node that is older
 *                                              than the log and was first written down after it: what was written down then          */
const AS_OF = statement(
  'metadata_as_of',
  `select n.id as "nodeId", said.description #>> '{}' as description, said.tags, said.owner #>> '{}' as owner
   from unnest($1::uuid[]) as n (id)
   cross join lateral (
     select ${['description', 'tags', 'owner'].map(saidOf).join(', ')}
   ) said`,
);

function saidOf(field: string): string {
  const after = `c.details -> 'things' -> n.id::text -> 'after'`;
  const found = (condition: string, order: string) =>
    `(select ${after} -> '${field}' from change_node f
       join change_seal s on s.position = f.position join change c on c.seq = s.seq
       where f.node_id = n.id and f.changed and ${condition} order by f.position ${order} limit 1)`;
  return `coalesce(
       ${found(`s.at <= $2 and ${after} ? '${field}'`, 'desc')},
       ${found(`s.at > $2 and s.action = 'change:begin'`, 'asc')}
     ) as ${field}`;
}

/** What people said about nodes at a time. Index: change_node_changed. */
export function selectMetadataAsOf(db: Queryable, nodeIds: readonly string[], asOf: string): Promise<StoredMetadata[]> {
  return db.query<StoredMetadata>(AS_OF, [nodeIds, asOf]);
}
