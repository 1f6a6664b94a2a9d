import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A deleted node that model versions depend on. */
export interface DeletedNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  /** True for one of the model versions themselves, and for a feature set version in a signature. */
  readonly served: boolean;
}

/*   dataset version ──▶ run ──▶ feature set version ──SIGNATURE──▶ model version
 *   ╰────────────── upstream ───────────────────╯                  root
 *                               ╰───────────── served ────────────────────╯      */
const DELETED_UPSTREAM = statement(
  'deleted_upstream',
  `with recursive upstream (id) as (
     select unnest($1::uuid[])
     union
     select e.src from upstream u join edge e on e.dst = u.id and e.valid_to is null and e.retired_at is null
   )
   select n.id, n.kind, coalesce(n.label, n.name) as label,
     n.id = any($1) or exists (
       select from edge e
       where e.src = n.id and e.dst = any($1) and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null
     ) as served
   from upstream u
   join node n on n.id = u.id
   where n.deleted_at is not null
   order by served desc, n.id`,
);

/** The deleted nodes among model versions and all that is upstream of them. Indexes: edge_upstream, edge_downstream. */
export function selectDeletedUpstream(db: Queryable, modelVersionIds: readonly string[]): Promise<DeletedNode[]> {
  return db.query<DeletedNode>(DELETED_UPSTREAM, [modelVersionIds]);
}
