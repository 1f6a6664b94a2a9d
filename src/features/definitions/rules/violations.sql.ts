import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** Values of one feature that were accepted though it does not allow them. */
export interface ViolationRow {
  readonly feature: string;
  readonly count: number;
  readonly lastAt: Date;
}

const COUNT = statement(
  'count_violations',
  `insert into feature_violation as v (feature_set_version_id, feature, count, last_at)
   select $1, r.feature, r.count, date_trunc('milliseconds', clock_timestamp())
   from unnest($2::text[], $3::bigint[]) as r (feature, count) order by r.feature
   on conflict (feature_set_version_id, feature) do update set count = v.count + excluded.count, last_at = excluded.last_at`,
);

/** Adds to the counts, in the transaction that writes the rows. Index: primary key. */
export async function countViolations(
  db: Queryable,
  featureSetVersionId: string,
  violations: ReadonlyMap<string, number>,
): Promise<void> {
  if (violations.size === 0) return;
  await db.query(COUNT, [featureSetVersionId, [...violations.keys()], [...violations.values()]]);
}

const SELECT = statement(
  'violations',
  `select feature_set_version_id as "featureSetVersionId", feature, count::float8 as count, last_at as "lastAt"
   from feature_violation where feature_set_version_id = any($1) order by feature`,
);

/** The counts of some feature set versions. Index: primary key. */
export function selectViolations(
  db: Queryable,
  ids: readonly string[],
): Promise<(ViolationRow & { readonly featureSetVersionId: string })[]> {
  return db.query(SELECT, [ids]);
}
