import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';

/** A deprecated feature, or, where the name is empty, a whole feature set version. */
export interface DeprecationRow {
  readonly featureSetVersionId: string;
  readonly feature: string;
  readonly reason: string;
  readonly replacement: string | null;
  readonly deprecatedBy: string;
  readonly deprecatedAt: Date;
}

const PUT = statement(
  'put_deprecation',
  `with known as (
     select reason, replacement from feature_deprecation where feature_set_version_id = $1 and feature = $2
   )
   insert into feature_deprecation (feature_set_version_id, feature, reason, replacement, deprecated_by)
   values ($1, $2, $3, $4, $5)
   on conflict (feature_set_version_id, feature)
   do update set reason = excluded.reason, replacement = excluded.replacement, deprecated_by = excluded.deprecated_by,
     deprecated_at = excluded.deprecated_at
   where (feature_deprecation.reason, feature_deprecation.replacement) is distinct from (excluded.reason, excluded.replacement)
   returning (select to_jsonb(known) from known) as before`,
);

/** Keeps a deprecation; the same one again changes nothing. Index: primary key. */
export async function putDeprecation(
  tx: Transaction,
  deprecation: Omit<DeprecationRow, 'deprecatedAt'>,
): Promise<void> {
  const { featureSetVersionId, feature, reason, replacement, deprecatedBy } = deprecation;
  const values = [featureSetVersionId, feature, reason, replacement, deprecatedBy];
  const [row] = await tx.query<{ before: object | null }>(PUT, values);
  if (row !== undefined) note(tx, featureSetVersionId, feature, [row.before, { reason, replacement }]);
}

const REMOVE = statement(
  'remove_deprecation',
  'delete from feature_deprecation where feature_set_version_id = $1 and feature = $2 returning reason, replacement',
);

/** Takes a deprecation back; false if there was none. Index: primary key. */
export async function removeDeprecation(tx: Transaction, id: string, feature: string): Promise<boolean> {
  const [removed] = await tx.query<object>(REMOVE, [id, feature]);
  if (removed !== undefined) note(tx, id, feature, [removed, null]);
  return removed !== undefined;
}

function note(tx: Transaction, id: string, feature: string, [before, after]: readonly (object | null)[]): void {
  const field = feature === '' ? 'deprecated' : `deprecated.${feature}`;
  changeNotes(tx).changed(id, { [field]: before }, { [field]: after });
}

const SELECT = statement(
  'deprecations',
  `select feature_set_version_id as "featureSetVersionId", feature, reason, replacement, deprecated_by as "deprecatedBy",
     deprecated_at as "deprecatedAt"
   from feature_deprecation where feature_set_version_id = any($1) order by feature`,
);

/** What is deprecated of some feature set versions. Index: primary key. */
export function selectDeprecations(db: Queryable, ids: readonly string[]): Promise<DeprecationRow[]> {
  return db.query<DeprecationRow>(SELECT, [ids]);
}
