import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { make } from '../../../platform/make.js';
import type { Target, TargetKind } from '../target.js';
import { PromotionPolicy } from './policy.js';

type Definition = Pick<PromotionPolicy, 'rules' | 'approvals' | 'overridable'>;
interface PolicyRow {
  readonly id: string;
  readonly modelId: string;
  readonly targetKind: TargetKind;
  readonly to: string;
  readonly version: number;
  readonly definition: Definition;
  readonly definedAt: Date;
  readonly definedBy: string;
}

const COLUMNS = `p.id, p.model_id as "modelId", p.target_kind as "targetKind", p.target as "to", p.version, p.definition,
     p.defined_at as "definedAt", p.defined_by as "definedBy"`;

const ONE = statement(
  'promotion_policy',
  `select ${COLUMNS} from promotion_policy p
   where p.model_id = $1 and p.target_kind = $2 and p.target = $3 and ($4::int is null or p.version = $4)
   order by p.version desc limit 1`,
);

/** The policy that guards a target of a model, or an earlier version of it. Index: promotion_policy_model_id_target_kind_target_version_key. */
export async function selectPolicy(
  db: Queryable,
  modelId: string,
  target: Pick<Target, 'kind' | 'name'>,
  version: number | null = null,
): Promise<PromotionPolicy | undefined> {
  const [row] = await db.query<PolicyRow>(ONE, [modelId, target.kind, target.name, version]);
  return row && policyOf(row);
}

const OF_MODELS = statement(
  'promotion_policies_of_models',
  `select distinct on (p.model_id, p.target_kind, p.target) ${COLUMNS} from promotion_policy p
   where p.model_id = any($1)
   order by p.model_id, p.target_kind, p.target, p.version desc`,
);

/** The policies of models that count now. Index: promotion_policy_model_id_target_kind_target_version_key. */
export async function selectPolicies(
  db: Queryable,
  modelIds: readonly string[],
): Promise<{ modelId: string; policy: PromotionPolicy }[]> {
  const rows = await db.query<PolicyRow>(OF_MODELS, [modelIds]);
  return rows.map((row) => ({ modelId: row.modelId, policy: policyOf(row) }));
}

const BY_ID = statement('promotion_policies_by_id', `select ${COLUMNS} from promotion_policy p where p.id = any($1)`);

/** Policies by id. Index: primary key. */
export async function selectPoliciesById(db: Queryable, ids: readonly string[]): Promise<PromotionPolicy[]> {
  return (await db.query<PolicyRow>(BY_ID, [ids])).map(policyOf);
}

const PUT = statement(
  'put_promotion_policy',
  `insert into promotion_policy as p (model_id, target_kind, target, version, definition, defined_by)
   values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
);

/** Adds a version of a policy. The model must be locked. */
export async function putPolicy(
  db: Queryable,
  modelId: string,
  target: Pick<Target, 'kind' | 'name'>,
  { version, definition, by }: { readonly version: number; readonly definition: Definition; readonly by: string },
): Promise<PromotionPolicy> {
  const values = [modelId, target.kind, target.name, version, JSON.stringify(definition), by];
  const [row] = await db.query<PolicyRow>(PUT, values);
  if (row === undefined) throw new Error('a policy was not kept');
  return policyOf(row);
}

function policyOf({ definition, modelId: _, ...row }: PolicyRow): PromotionPolicy {
  return make(PromotionPolicy, { ...row, ...definition });
}
