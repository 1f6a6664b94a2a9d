import { selectWholeClosure } from '../../graph/walks/closure.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { RUN } from '../../runs/record/run-kinds.js';

/** So many nodes are written down whatever they are. */
const MOST_WHOLE = 100_000;
const MOST = 1_000_000;

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
  throw failedPrecondition(
    `${what}: more than ${MOST.toLocaleString('en')} nodes lie upstream of it, too many to look at all of them.`,
    { expected: MOST, incompleteBecause: 'NODE_LIMIT' },
  );
}
