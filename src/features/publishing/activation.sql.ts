import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { ActivationCause } from './activation-cause.js';

/** That another version of a feature set became current. */
export interface ActivationRow {
  /** Position in the order of switching. */
  readonly id: string;
  readonly featureSetId: string;
  readonly fromId: string | null;
  readonly toId: string;
  readonly cause: ActivationCause;
  readonly forced: boolean;
  readonly reason: string | null;
  readonly activatedBy: string;
  readonly activatedAt: Date;
}

const INSERT = statement(
  'insert_activation',
  `insert into feature_set_activation (feature_set_id, from_id, to_id, cause, forced, reason, activated_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Keeps that a version became current. */
export async function insertActivation(db: Queryable, row: Omit<ActivationRow, 'id' | 'activatedAt'>): Promise<void> {
  const { featureSetId, fromId, toId, cause, forced, reason, activatedBy } = row;
  await db.query(INSERT, [featureSetId, fromId, toId, cause, forced, reason, activatedBy]);
}

const HISTORY = statement(
  'activation_history',
  `select a.* from unnest($1::uuid[]) as s (id)
   cross join lateral (
     select id, feature_set_id as "featureSetId", from_id as "fromId", to_id as "toId", cause, forced, reason,
       activated_by as "activatedBy", activated_at as "activatedAt"
     from feature_set_activation
     where feature_set_id = s.id and ($2::bigint is null or id < $2)
     order by id desc limit $3
   ) a`,
);

/** The last switches of each feature set, last first, one more than the page holds. Index: feature_set_activation_history. */
export function selectActivations(
  db: Queryable,
  featureSetIds: readonly string[],
  page: PageRequest,
): Promise<ActivationRow[]> {
  const [before] = page.after === undefined ? [null] : decodeCursor(page.after, ['bigint']);
  return db.query<ActivationRow>(HISTORY, [featureSetIds, before, page.first + 1]);
}

const CURRENT_AT = statement(
  'current_versions_at',
  `select s.id, a.to_id as "toId" from unnest($1::uuid[]) as s (id)
   cross join lateral (
     select to_id from feature_set_activation where feature_set_id = s.id and activated_at <= $2::timestamptz order by id desc limit 1
   ) a`,
);

/** Which version of each feature set was current at a time, by feature set; none where nothing was yet. Index: feature_set_activation_history. */
export async function selectCurrentAt(
  db: Queryable,
  featureSetIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; toId: string }>(CURRENT_AT, [featureSetIds, asOf]);
  return new Map(rows.map(({ id, toId }) => [id, toId]));
}
