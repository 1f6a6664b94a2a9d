import { type Queryable, statement } from '../../../../platform/database/queryable.js';

const ADD = statement(
  'add_unpinned_lookups',
  `insert into unpinned_lookup as counted (feature_set_id, day, count)
   select n.id, current_date, added.count from unnest($1::uuid[], $2::bigint[]) as added (id, count) join node n using (id)
   order by n.id
   on conflict (feature_set_id, day) do update set count = counted.count + excluded.count`,
);

/** Adds lookups of today, in the order of the feature sets so that processes don't wait for each other in a ring. Index: primary key. */
export async function addUnpinnedLookups(
  db: Queryable,
  counts: readonly { readonly featureSetId: string; readonly count: number }[],
): Promise<void> {
  await db.query(ADD, [counts.map(({ featureSetId }) => featureSetId), counts.map(({ count }) => count)]);
}

const COUNT = statement(
  'count_unpinned_lookups',
  `select coalesce(sum(count), 0)::float8 as count, (current_date - 7)::timestamptz as since
   from unpinned_lookup where feature_set_id = $1 and day >= current_date - 7`,
);

/** Lookups of the last days and since when. Index: primary key. */
export async function countUnpinnedLookups(
  db: Queryable,
  featureSetId: string | undefined,
): Promise<{ count: number; since: Date }> {
  const [counted] = await db.query<{ count: number; since: Date }>(COUNT, [featureSetId ?? null]);
  if (counted === undefined) throw new Error('an aggregate gave no row');
  return counted;
}

const FORGET = statement('forget_unpinned_lookups', 'delete from unpinned_lookup where day < current_date - 7');

/** Removes what is not counted any more. Reads the table, which has a few rows per feature set. */
export async function forgetUnpinnedLookups(db: Queryable): Promise<void> {
  await db.query(FORGET);
}
