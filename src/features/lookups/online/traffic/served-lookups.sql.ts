import { type Queryable, statement } from '../../../../platform/database/queryable.js';

/** Lookups that were answered by what one node says is to be read. */
export interface ServedLookups {
  /** A model version, a feature service version, or a feature set version whose features were named one by one. */
  readonly readerId: string;
  /** The deployment that was asked; null: the reader itself was. */
  readonly deploymentId: string | null;
  /** Of the last hour. */
  readonly count: number;
  readonly lastAt: Date;
}

const ADD = statement(
  'add_served_lookups',
  `insert into served_lookup as counted (reader_id, deployment_id, minute, count, last_at)
   select reader_id, deployment_id, date_trunc('minute', now()), count, now()
   from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as added (reader_id, deployment_id, count)
   order by reader_id, deployment_id
   on conflict (reader_id, deployment_id, minute)
   do update set count = counted.count + excluded.count, last_at = greatest(counted.last_at, excluded.last_at)`,
);

/** Adds lookups of this minute, in the order of their keys so that processes don't wait for each other in a ring. Index: served_lookup_key. */
export async function addServedLookups(
  db: Queryable,
  counts: readonly Pick<ServedLookups, 'readerId' | 'deploymentId' | 'count'>[],
): Promise<void> {
  await db.query(ADD, [
    counts.map(({ readerId }) => readerId),
    counts.map(({ deploymentId }) => deploymentId),
    counts.map(({ count }) => count),
  ]);
}

const SELECT = statement(
  'served_lookups',
  `select reader_id as "readerId", deployment_id as "deploymentId",
     coalesce(sum(count) filter (where minute > now() - interval '1 hour'), 0)::float8 as count, max(last_at) as "lastAt"
   from served_lookup where reader_id = any($1)
   group by reader_id, deployment_id`,
);

/** What was asked of these readers, by deployment; those never asked have no row. Index: served_lookup_key. */
export function selectServedLookups(db: Queryable, readerIds: readonly string[]): Promise<ServedLookups[]> {
  return db.query<ServedLookups>(SELECT, [readerIds]);
}

const FORGET = statement(
  'forget_served_lookups',
  `delete from served_lookup old
   where minute < now() - interval '1 hour' and exists (
     select from served_lookup newer
     where newer.reader_id = old.reader_id and newer.deployment_id is not distinct from old.deployment_id
       and newer.minute > old.minute
   )`,
);

/** Removes minutes that count no more, but for the last of each. Reads the table, which has sixty rows for what is asked all the time. */
export async function forgetServedLookups(db: Queryable): Promise<void> {
  await db.query(FORGET);
}
