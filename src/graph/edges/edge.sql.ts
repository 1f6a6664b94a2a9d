import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { changeNotes } from '../nodes/changes/change-notes.js';
import type { EdgeKind } from './edge-kind.js';

/** One edge as it stands in the table. */
export interface EdgeRow {
  readonly src: string;
  readonly dst: string;
  readonly kind: EdgeKind;
  readonly runId: string | null;
  readonly attributes: Record<string, unknown>;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const COLUMNS = `e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo"`;

/**
 * SQL: since when an edge that is drawn now holds. Not before both its ends were there, and not while it held before: the server's clock may have stepped
 * back since. Indexes: primary key of node, edge_downstream.
 */
export const holdsFrom = (src: string, dst: string, kind: string) => `greatest(
       date_trunc('milliseconds', now()),
       (select max(n.created_at) from node n where n.id in (${src}, ${dst})),
       (select max(p.valid_to) from edge p where p.src = ${src} and p.dst = ${dst} and p.kind = ${kind})
     )`;

const INSERT_EDGE = statement(
  'insert_edge',
  `with known as (
     select attributes from edge where src = $1 and dst = $2 and kind = $3 and valid_to is null and retired_at is null
   )
   insert into edge (src, dst, kind, run_id, attributes, valid_from) values ($1, $2, $3, $4, $5, ${holdsFrom('$1', '$2', '$3')})
   on conflict (src, dst, kind) where valid_to is null and retired_at is null
   do update set attributes = edge.attributes || excluded.attributes where edge.attributes <> edge.attributes || excluded.attributes
   returning run_id as "runId", attributes, valid_from as "validFrom", (select attributes from known) as before`,
);

/** Inserts a current edge; drawing the same one again only adds attributes. Indexes: edge_current, those of holdsFrom. */
export async function insertEdge(
  tx: Transaction,
  edge: { src: string; dst: string; kind: EdgeKind; runId: string | null; attributes: Record<string, unknown> },
): Promise<void> {
  const { src, dst, kind } = edge;
  const values = [src, dst, kind, edge.runId, JSON.stringify(edge.attributes)];
  const [drawn] = await tx.query<Omit<EdgeRow, 'validTo'> & { before: EdgeRow['attributes'] | null }>(
    INSERT_EDGE,
    values,
  );
  if (drawn === undefined) return;
  const { runId, attributes, validFrom, before } = drawn;
  changeNotes(tx).changedEdge({
    src,
    dst,
    kind,
    runId,
    before: before && { attributes: before, validFrom },
    after: { attributes, validFrom },
  });
}

const EDGES_INTO = statement(
  'edges_into',
  `select ${COLUMNS} from edge e
   where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id`,
);

/** The current edges of one kind that end in these nodes, oldest first. Index: edge_upstream. */
export function selectEdgesInto(db: Queryable, ids: readonly string[], kind: EdgeKind): Promise<EdgeRow[]> {
  return db.query<EdgeRow>(EDGES_INTO, [ids, kind]);
}

const EDGES_OUT_OF = statement(
  'edges_out_of',
  `select ${COLUMNS} from edge e
   where e.src = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id`,
);

/** The current edges of one kind that begin in these nodes, oldest first. Index: edge_downstream. */
export function selectEdgesOutOf(db: Queryable, ids: readonly string[], kind: EdgeKind): Promise<EdgeRow[]> {
  return db.query<EdgeRow>(EDGES_OUT_OF, [ids, kind]);
}

const EDGES_OF_KINDS = statement(
  'edges_of_kinds_out_of',
  `select ${COLUMNS} from edge e
   where e.src = any($1) and e.kind = any($2) and e.valid_to is null and e.retired_at is null limit $3`,
);

/** The current edges of some kinds that begin in these nodes, in no order, at most so many of them. Index: edge_downstream. */
export function selectEdgesOfKinds(
  db: Queryable,
  ids: readonly string[],
  kinds: readonly EdgeKind[],
  most: number,
): Promise<EdgeRow[]> {
  return db.query<EdgeRow>(EDGES_OF_KINDS, [ids, kinds, most]);
}

const EDGES_BETWEEN = statement(
  'edges_between',
  `select ${COLUMNS}
   from unnest($1::uuid[]) as inside (id)
   join edge e on e.src = inside.id
   join unnest($1::uuid[]) as other (id) on other.id = e.dst
   where e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz) and e.retired_at is null
   order by e.id`,
);

/** Every edge between these nodes that was valid at a time ('infinity': now). Index: edge_downstream. */
export function selectEdgesBetween(
  db: Queryable,
  ids: readonly string[],
  asOf: string,
  signal?: AbortSignal,
): Promise<EdgeRow[]> {
  return db.query<EdgeRow>(EDGES_BETWEEN, [ids, asOf], signal);
}

const LOCK_CYCLES = statement('lock_cycles', `select pg_advisory_xact_lock(hashtext('headwater edge cycles'))`);

/** Two transactions that each draw half of a ring must see each other. The last lock that a transaction takes. */
export async function lockCycles(db: Queryable): Promise<void> {
  await db.query(LOCK_CYCLES);
}

/*   dst ──▶ … ──▶ src ──▶ dst      the new edge src ──▶ dst would close this ring
 *   only through versions and runs: a ring through a logical node is a job that rewrites its input, and allowed  */
const REACHES = statement(
  'reaches',
  `with recursive reached (id) as (
     select id from node where id = $1 and not logical
     union
     select e.dst
     from reached r
     join edge e on e.src = r.id and e.valid_to is null and e.retired_at is null
     join node n on n.id = e.dst and not n.logical
   )
   select true as found from reached where id = $2`,
);

/** Whether `to` can be reached downstream from `from` without passing a logical node. Index: edge_downstream. */
export async function reachesDownstream(db: Queryable, from: string, to: string): Promise<boolean> {
  return (await db.query(REACHES, [from, to])).length > 0;
}
