import type { HeadwaterClient } from '@headwater/client';

const SET_STAGE = `mutation SetStage($input: SetStageInput!) { setStage(input: $input) { changed } }`;
const DEFINE_POLICY = `mutation DefinePromotionPolicy($input: DefinePromotionPolicyInput!) {
  definePromotionPolicy(input: $input) { policy { version } }
}`;
const EVALUATE = `query EvaluateGate($modelVersion: Ref!, $to: String!) {
  evaluateGate(modelVersion: $modelVersion, to: $to) { passed rules { outcome explanation } }
}`;
const APPROVE = `mutation Approve($input: ApproveInput!) { approve(input: $input) { approval { by } } }`;
const HOLDER = `query InStage($model: Ref!, $stage: String!) { model(ref: $model) { inStage(name: $stage) { label } } }`;
const PROMOTE = `mutation Promote($input: PromoteInput!) { promote(input: $input) { changed } }`;

const MODEL = 'flight_delay';
/** What a version has to be in before it gets traffic beside the one in production. */
const TRIAL = 'Staging';
/** Who approves: somebody else than who trained. */
const REVIEWER = 'reviewer';

const RULES = [
  { kind: 'METRIC', metric: 'roc_auc', operator: 'GT', value: 0.6 },
  { kind: 'CHAMPION', metric: 'roc_auc', better: 'MAX', minGain: 0, operator: 'GT' },
  { kind: 'EVALUATION_ROWS', value: 1_000 },
  { kind: 'SAME_EVALUATION_DATASET' },
  { kind: 'EVALUATION_NOT_TRAINED_ON' },
  { kind: 'INPUTS_PINNED' },
  { kind: 'NO_DEPRECATED_FEATURE' },
  { kind: 'REQUIRED_DOCUMENTATION' },
  { kind: 'SIGNATURE_EQUAL', severity: 'WARN' },
];

export interface GateOptions {
  readonly client: HeadwaterClient;
  /** Labels. */
  readonly first: string;
  readonly second: string;
  readonly progress: (step: string) => void;
}

/** Lets the second model past the gate in front of a trial, approved by somebody else, and shows that it lets nothing worse in. */
export async function passGate({ client, first, second, progress }: GateOptions): Promise<void> {
  await client.graphql(SET_STAGE, {
    input: { modelVersion: first, stage: 'Production', reason: 'the first that is worth serving' },
  });
  const approvals = [{ count: 1, role: 'APPROVER' }];
  await client.graphql(DEFINE_POLICY, { input: { model: MODEL, to: TRIAL, rules: RULES, approvals } });
  const gate = async (modelVersion: string) =>
    (await client.graphql<GateAnswer>(EVALUATE, { modelVersion, to: TRIAL })).evaluateGate;
  await gate(second);
  const looked = { modelVersion: second, to: TRIAL, reason: 'better on days that it has not seen' };
  await client.graphql(APPROVE, { input: looked }, { user: REVIEWER });
  const { model } = await client.graphql<StageAnswer>(HOLDER, { model: MODEL, stage: TRIAL });
  const expectedCurrent = model.inStage[0]?.label ?? null;
  await client.graphql(PROMOTE, { input: { ...looked, expectedCurrent } });
  const refused = await gate(first);
  const why = refused.rules.find(({ outcome }) => outcome === 'FAILED')?.explanation ?? 'it passes';
  progress(`${second} passed the gate and is in ${TRIAL}; ${first} would not: ${why}`);
}

interface GateAnswer {
  readonly evaluateGate: { readonly rules: readonly { readonly outcome: string; readonly explanation: string }[] };
}

interface StageAnswer {
  readonly model: { readonly inStage: readonly { readonly label: string }[] };
}
