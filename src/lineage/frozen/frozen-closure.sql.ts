import type { EdgeRow } from '../../graph/edges/edge.sql.js';
import { selectWholeClosure } from '../../graph/walks/closure.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { RUN } from '../../runs/record/run-kinds.js';

/** So many nodes are written down whatever they are. */
const MOST_WHOLE = 100_000;
/** All of it is one document, made while somebody waits, in the memory of one process. */
const MOST = 200_000;
const MOST_EDGES = 1_000_000;

/*   run of yesterday ──OUTPUT──▶ flights ◀──OUTPUT── run of today          all that ever wrote a dataset without versions lie upstream of it,
 *   job ──OUTPUT──▶ flights ──VERSION_OF──▶ flights@3 ──▶ …                hundreds a day; what they have read and written their job tells  */
const WITHOUT_RUNS = statement(
  'closure_upstream_without_runs',
  `with recursive closure (id, logical) as (
     select id, logical from node where id = $1
     union
     select n.id, n.logical
     from closure c
     join edge e on e.dst = c.id and e.valid_to is null and e.retired_at is null
     join node n on n.id = e.src
     where not (c.logical and n.kind = '${RUN}')
   )
   select id from closure limit $2`,
);

export interface FrozenClosure {
  readonly ids: readonly string[];
  /** Whether runs were left out that are only told of by what has no versions. */
  readonly withoutRuns: boolean;
}

/**
 * What a model version freezes: everything upstream of it; where that is very much, without the runs behind nodes that have no versions, which
 * would be more every day. What is more still is FAILED_PRECONDITION. Indexes: edge_upstream, primary key of node.
 */
export async function selectFrozenClosure(db: Queryable, root: string, what: string): Promise<FrozenClosure> {
  const whole = await selectWholeClosure(db, 'UPSTREAM', root, what, MOST_WHOLE).catch((error: unknown) => {
    if ((error as { details?: { incompleteBecause?: unknown } }).details?.incompleteBecause === 'NODE_LIMIT')
      return undefined;
    throw error;
  });
  if (whole !== undefined) return { ids: whole, withoutRuns: false };
  const rows = await db.query<{ id: string }>(WITHOUT_RUNS, [root, MOST + 1]);
  if (rows.length <= MOST) return { ids: rows.map(({ id }) => id), withoutRuns: true };
  throw tooMuch(what, MOST, 'nodes lie');
}

const COUNT_EDGES = statement(
  'count_edges_among',
  `select count(*)::int as count from (
     select from unnest($1::uuid[]) as inside (id)
     join edge e on e.src = inside.id and e.valid_to is null and e.retired_at is null
     where e.dst = any($1)
     limit $2
   ) found`,
);

/** Throws FAILED_PRECONDITION, beginning with `what`, where more edges lie between these nodes than can be written down. Index: edge_downstream. */
export async function requireFewEdges(
  db: Queryable,
  ids: readonly string[],
  what: string,
  most = MOST_EDGES,
): Promise<void> {
  const [found] = await db.query<{ count: number }>(COUNT_EDGES, [ids, most + 1]);
  if (found !== undefined && found.count > most) throw tooMuch(what, most, 'edges lie');
}

const EDGES = statement(
  'frozen_edges',
  `select e.src, e.dst, e.kind, case when e.attributes <> '{}' then e.attributes end as attributes
   from unnest($1::uuid[]) as inside (id)
   join edge e on e.src = inside.id and e.valid_to is null and e.retired_at is null
   join unnest($1::uuid[]) as other (id) on other.id = e.dst`,
);

/** An edge as far as it is written down; null where it says nothing of itself. */
export type FrozenEdgeRow = Pick<EdgeRow, 'src' | 'dst' | 'kind'> & { readonly attributes: object | null };

/** Every edge between these nodes that holds now, in no order. Index: edge_downstream. */
export function selectFrozenEdges(db: Queryable, ids: readonly string[]): Promise<FrozenEdgeRow[]> {
  return db.query<FrozenEdgeRow>(EDGES, [ids]);
}

function tooMuch(what: string, most: number, lie: string): Error {
  return failedPrecondition(
    `${what}: more than ${most.toLocaleString('en')} ${lie} upstream of it, too many to write all of them down.`,
    { expected: most, incompleteBecause: 'NODE_LIMIT' },
  );
}
