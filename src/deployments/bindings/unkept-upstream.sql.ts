import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A node that model versions depend on, and that the lifecycle lock of their project does not keep. */
export interface UnkeptNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly deleted: boolean;
  /** True for one of the model versions themselves, and for a feature set version in a signature. */
  readonly served: boolean;
}

/*   dataset version ──▶ run ──▶ feature set version ──SIGNATURE──▶ model version
 *   ╰────────────── upstream ───────────────────╯                  root
 *                               ╰───────────── served ────────────────────╯      */
const UNKEPT_UPSTREAM = statement(
  'unkept_upstream',
  `with recursive upstream (id) as (
     select unnest($1::uuid[])
     union
     select e.src from upstream u join edge e on e.dst = u.id and e.valid_to is null and e.retired_at is null
   )
   select n.id, n.kind, coalesce(n.label, n.name) as label, n.deleted_at is not null as deleted,
     n.id = any($1) or exists (
       select from edge e
       where e.src = n.id and e.dst = any($1) and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null
     ) as served
   from upstream u
   join node n on n.id = u.id
   where n.deleted_at is not null or n.project <> $2
   order by served desc, n.id`,
);

/** The nodes among model versions of a project and all that is upstream of them that were deleted, or are of other projects. Indexes: edge_upstream, edge_downstream. */
export function selectUnkeptUpstream(
  db: Queryable,
  project: string,
  modelVersionIds: readonly string[],
): Promise<UnkeptNode[]> {
  return db.query<UnkeptNode>(UNKEPT_UPSTREAM, [modelVersionIds, project]);
}
