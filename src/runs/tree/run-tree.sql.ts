import { type Queryable, statement } from '../../platform/database/queryable.js';

export interface TreeRow {
  readonly id: string;
  /** Null at the root. */
  readonly parentId: string | null;
  readonly depth: number;
  /** Whether it has parts that are deeper than was asked for. */
  readonly isCut: boolean;
}

/*   depth 0   root            level by level, so what a limit cuts away is deepest
 *   depth 1   ├─ a    ─ b
 *   depth 2   └── a1   └─ b1                                                          */
const TREE = statement(
  'run_tree',
  `with recursive tree (id, parent_id, depth) as (
     select $1::uuid, null::uuid, 0
     union all
     select c.id, t.id, t.depth + 1
     from tree t
     cross join lateral (
       select e.dst as id
       from edge e
       join node n on n.id = e.dst and n.kind = 'RUN' and n.deleted_at is null
       where e.src = t.id and e.kind = 'CHILD_OF' and e.valid_to is null and e.retired_at is null
       order by e.dst
     ) c
     where t.depth < $2
   ), found as materialized (select * from tree limit $3)
   select f.id, f.parent_id as "parentId", f.depth, f.depth = $2 and exists (
     select from edge e
     join node n on n.id = e.dst and n.kind = 'RUN' and n.deleted_at is null
     where e.src = f.id and e.kind = 'CHILD_OF' and e.valid_to is null and e.retired_at is null
   ) as "isCut"
   from found f
   order by f.depth, f.id`,
);

/** The living runs that are part of a run, and of those, down to a depth: the root first. Index: edge_downstream. */
export function selectRunTree(
  db: Queryable,
  rootId: string,
  depth: number,
  limit: number,
  signal?: AbortSignal,
): Promise<TreeRow[]> {
  return db.query<TreeRow>(TREE, [rootId, depth, limit], signal);
}
