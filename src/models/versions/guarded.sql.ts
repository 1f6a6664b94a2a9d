import { type Queryable, statement } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';

const GUARD = statement(
  'guard_of_target',
  `select max(version) as version from promotion_policy where model_id = $1 and target_kind = $2 and target = $3`,
);

/**
 * Throws FAILED_PRECONDITION where a promotion policy guards an alias or a stage of a model: `promote` alone moves a version there. The model must
 * be locked. Index: promotion_policy_model_id_target_kind_target_version_key.
 */
export async function requireUnguarded(
  db: Queryable,
  modelId: string,
  kind: 'ALIAS' | 'STAGE',
  name: string,
): Promise<void> {
  const [row] = await db.query<{ version: number | null }>(GUARD, [modelId, kind, name]);
  if (row?.version == null) return;
  const what = kind === 'ALIAS' ? 'alias' : 'stage';
  throw failedPrecondition(
    `The ${what} ${JSON.stringify(name)} of this model is guarded by a promotion policy (version ${row.version}): promote moves a version there, past its rules.`,
    { field: what, found: name, policyVersion: row.version },
  );
}
