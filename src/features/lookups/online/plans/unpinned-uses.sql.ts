import { type Queryable, statement } from '../../../../platform/database/queryable.js';

/** What was done to a feature set without naming a version. */
export type UnpinnedKind = 'LOOKUP' | 'WRITE';

const ADD = statement(
  'add_unpinned_lookups',
  `insert into unpinned_lookup as counted (feature_set_id, kind, day, count)
   select n.id, $3, current_date, added.count from unnest($1::uuid[], $2::bigint[]) as added (id, count) join node n using (id)
   order by n.id
   on conflict (feature_set_id, kind, day) do update set count = counted.count + excluded.count`,
);

/** Adds uses of today, in the order of the feature sets so that processes don't wait for each other in a ring. Index: primary key. */
export async function addUnpinnedUses(
  db: Queryable,
  kind: UnpinnedKind,
  counts: readonly { readonly featureSetId: string; readonly count: number }[],
): Promise<void> {
  await db.query(ADD, [counts.map(({ featureSetId }) => featureSetId), counts.map(({ count }) => count), kind]);
}

const COUNT = statement(
  'count_unpinned_lookups',
  `select coalesce(sum(count), 0)::float8 as count, (current_date - 7)::timestamptz as since
   from unpinned_lookup where feature_set_id = $1 and kind = $2 and day >= current_date - 7`,
);

/** Uses of the last days and since when. Index: primary key. */
export async function countUnpinnedUses(
  db: Queryable,
  kind: UnpinnedKind,
  featureSetId: string | undefined,
): Promise<{ count: number; since: Date }> {
  const [counted] = await db.query<{ count: number; since: Date }>(COUNT, [featureSetId ?? null, kind]);
  if (counted === undefined) throw new Error('an aggregate gave no row');
  return counted;
}

const FORGET = statement('forget_unpinned_lookups', 'delete from unpinned_lookup where day < current_date - 7');

/** Removes what is not counted any more. Reads the table, which has a few rows per feature set. */
export async function forgetUnpinnedUses(db: Queryable): Promise<void> {
  await db.query(FORGET);
}
