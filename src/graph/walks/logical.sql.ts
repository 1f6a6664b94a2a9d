import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { EdgeKind } from '../edges/edge-kind.js';

const WHOLE_NODES = statement(
  'whole_nodes',
  `select wanted.id as id, case when n.version is null then n.id else n.parent_id end as whole
   from unnest($1::uuid[]) as wanted (id) join node n on n.id = wanted.id`,
);

/** The node that stands for each of these where versions do not: what it is a version of, or itself. Index: primary key. */
export async function selectWholeNodes(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; whole: string }>(WHOLE_NODES, [ids]);
  return new Map(rows.map(({ id, whole }) => [id, whole]));
}

/** An edge that stands for all between two nodes and their versions: it has no run and no attributes. */
export interface LogicalEdgeRow {
  readonly src: string;
  readonly dst: string;
  readonly kind: EdgeKind;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const LOGICAL_EDGES_BETWEEN = statement(
  'logical_edges_between',
  `with member (id, whole) as materialized (
     select id, id from unnest($1::uuid[]) as inside (id)
     union all
     select v.id, v.parent_id from unnest($1::uuid[]) as inside (id) join node v on v.parent_id = inside.id and v.version is not null
   )
   select s.whole as src, d.whole as dst, e.kind, min(e.valid_from) as "validFrom",
     case when bool_and(e.valid_to is not null) then max(e.valid_to) end as "validTo"
   from member s
   join edge e on e.src = s.id
   join member d on d.id = e.dst
   where s.whole <> d.whole and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz) and e.retired_at is null
   group by s.whole, d.whole, e.kind
   order by s.whole, d.whole, e.kind`,
);

/** Every edge between these nodes, of which those with versions stand for all of them. Indexes: node_version, edge_downstream. */
export function selectLogicalEdgesBetween(
  db: Queryable,
  ids: readonly string[],
  asOf: string,
  signal?: AbortSignal,
): Promise<LogicalEdgeRow[]> {
  return db.query<LogicalEdgeRow>(LOGICAL_EDGES_BETWEEN, [ids, asOf], signal);
}
