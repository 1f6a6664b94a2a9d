import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { LiveBinding } from './binding.sql.js';

const RECORD_CHANGE = statement(
  'record_deployment_change',
  `insert into deployment_change (deployment_id, changed_at, changed_by)
   select $1::uuid, greatest(date_trunc('milliseconds', clock_timestamp()), max(changed_at) + interval '1 millisecond'), $2
   from deployment_change where deployment_id = $1::uuid
   returning changed_at as at`,
);

const END = statement('end_bindings', 'update edge set valid_to = $2 where id = any($1)');

const BEGIN = statement(
  'begin_bindings',
  `insert into edge (src, dst, kind, attributes, valid_from, recorded_at)
   select b.model_version_id, $1, 'BINDING', jsonb_build_object('trafficPercent', b.percent), $4, $4
   from unnest($2::uuid[], $3::int[]) as b (model_version_id, percent)`,
);

/**
 * Ends and begins bindings of one deployment at one time: after every earlier change, so that each split is seen by some
 * asOf. The deployment must be locked. Indexes: primary keys.
 *
 * Unlike GraphWriter.connect it looks for no cycle. What a deployment served may well become training data of the next
 * model version that serves there; such a ring passes a logical node.
 */
export async function changeBindings(
  db: Queryable,
  deploymentId: string,
  user: string,
  ended: readonly LiveBinding[],
  begun: readonly { readonly modelVersionId: string; readonly trafficPercent: number }[],
): Promise<void> {
  const [change] = await db.query<{ at: Date }>(RECORD_CHANGE, [deploymentId, user]);
  await db.query(END, [ended.map((binding) => binding.edgeId), change?.at]);
  const versions = begun.map((binding) => binding.modelVersionId);
  const shares = begun.map((binding) => binding.trafficPercent);
  await db.query(BEGIN, [deploymentId, versions, shares, change?.at]);
}
