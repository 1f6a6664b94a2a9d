import { type Queryable, statement } from '../../platform/database/queryable.js';

/** Lookups that were answered by the signature of a model version behind a deployment. */
export interface ServedLookups {
  readonly deploymentId: string;
  readonly modelVersionId: string;
  /** Of the last hour. */
  readonly count: number;
  readonly lastAt: Date;
}

const ADD = statement(
  'add_served_lookups',
  `insert into served_lookup as counted (deployment_id, model_version_id, minute, count, last_at)
   select deployment_id, model_version_id, date_trunc('minute', now()), count, now()
   from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as added (deployment_id, model_version_id, count)
   order by deployment_id, model_version_id
   on conflict (deployment_id, model_version_id, minute)
   do update set count = counted.count + excluded.count, last_at = greatest(counted.last_at, excluded.last_at)`,
);

/** Adds lookups of this minute, in the order of their keys so that processes don't wait for each other in a ring. Index: primary key. */
export async function addServedLookups(
  db: Queryable,
  counts: readonly Pick<ServedLookups, 'deploymentId' | 'modelVersionId' | 'count'>[],
): Promise<void> {
  await db.query(ADD, [
    counts.map(({ deploymentId }) => deploymentId),
    counts.map(({ modelVersionId }) => modelVersionId),
    counts.map(({ count }) => count),
  ]);
}

const SELECT = statement(
  'served_lookups',
  `select deployment_id as "deploymentId", model_version_id as "modelVersionId",
     coalesce(sum(count) filter (where minute > now() - interval '1 hour'), 0)::float8 as count, max(last_at) as "lastAt"
   from served_lookup where model_version_id = any($1)
   group by deployment_id, model_version_id`,
);

/** What was asked of these model versions, by deployment; those never asked have no row. Index: served_lookup_model. */
export function selectServedLookups(db: Queryable, modelVersionIds: readonly string[]): Promise<ServedLookups[]> {
  return db.query<ServedLookups>(SELECT, [modelVersionIds]);
}

const FORGET = statement(
  'forget_served_lookups',
  `delete from served_lookup old
   where minute < now() - interval '1 hour' and exists (
     select from served_lookup newer
     where newer.deployment_id = old.deployment_id and newer.model_version_id = old.model_version_id
       and newer.minute > old.minute
   )`,
);

/** Removes minutes that count no more, but for the last of each. Reads the table, which has sixty rows for what is asked all the time. */
export async function forgetServedLookups(db: Queryable): Promise<void> {
  await db.query(FORGET);
}
