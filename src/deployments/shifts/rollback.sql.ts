import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A split that a deployment once had. */
export interface EarlierSplit {
  /** When it was first set. */
  readonly setAt: Date;
  readonly bindings: readonly { readonly modelVersionId: string; readonly trafficPercent: number }[];
}

const SPLIT = `jsonb_agg(jsonb_build_object('modelVersionId', e.src, 'trafficPercent', (e.attributes ->> 'trafficPercent')::int) order by e.src)`;

/*   A ── B ── C            rollback: B, which restores the change of B
 *   A ── B ── C ── B'      and again: A, the split before B
 *   Changes that ended everything are passed over, and those after which it was as it is now.  */
const PREVIOUS = statement(
  'previous_split',
  `with now_at as (
     select coalesce(restores, changed_at) as at from deployment_change where deployment_id = $1 order by changed_at desc limit 1
   ), live as (
     select ${SPLIT} as bindings from edge e where e.dst = $1 and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
   )
   select coalesce(c.restores, c.changed_at) as "setAt", s.bindings
   from deployment_change c
   cross join lateral (
     select ${SPLIT} as bindings
     from edge e
     where e.dst = $1 and e.kind = 'BINDING' and e.retired_at is null
       and e.valid_from <= c.changed_at and (e.valid_to is null or e.valid_to > c.changed_at)
   ) s
   where c.deployment_id = $1 and c.changed_at < (select at from now_at) and s.bindings is not null
     and s.bindings is distinct from (select bindings from live)
   order by c.changed_at desc
   limit 1`,
);

/** The split before the one that a deployment has now; undefined: there was none. Indexes: primary key of deployment_change, edge_upstream. */
export async function selectPreviousSplit(db: Queryable, deploymentId: string): Promise<EarlierSplit | undefined> {
  return (await db.query<EarlierSplit>(PREVIOUS, [deploymentId]))[0];
}
