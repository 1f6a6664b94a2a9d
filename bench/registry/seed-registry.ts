import { graphql } from '../support/graphql.js';

/** The labels of a champion and of a version that may follow it. */
export interface Rivals {
  readonly champion: string;
  readonly candidate: string;
}

export interface Registry {
  readonly small: Rivals;
  /** Made from very many dataset versions. */
  readonly hub: Rivals;
  readonly inputs: number;
}

const INPUTS = 4_500;
const AT_ONCE = 50;
const RULES = [
  { kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.8 },
  { kind: 'CHAMPION', metric: 'auc', better: 'MAX', maxRegression: 0.1 },
  { kind: 'EVALUATION_ROWS', value: 1_000 },
  { kind: 'SAME_EVALUATION_DATASET' },
  { kind: 'EVALUATION_NOT_TRAINED_ON' },
  { kind: 'INPUTS_PINNED' },
  { kind: 'NO_DEPRECATED_FEATURE' },
  { kind: 'REQUIRED_DOCUMENTATION' },
  { kind: 'SIGNATURE_EQUAL' },
];

/** Two models with a policy each, anew in each run, for what was measured before stays in their histories. */
export async function seedRegistry(url: string): Promise<Registry> {
  const run = Date.now().toString(36);
  const inputs = Array.from({ length: INPUTS }, (_, n) => `in_${run}_${n}`);
  for (let from = 0; from < INPUTS; from += AT_ONCE)
    await graphql(
      url,
      `mutation { ${inputs
        .slice(from, from + AT_ONCE)
        .map(register)
        .join(' ')} }`,
    );
  await graphql(url, `mutation { ${register(`held_${run}`)} ${register(`learn_${run}`)} }`);
  return {
    small: await seedRivals(url, `small_${run}`, [`learn_${run}@1`], `held_${run}@1`),
    hub: await seedRivals(
      url,
      `hub_${run}`,
      inputs.map((name) => `${name}@1`),
      `held_${run}@1`,
    ),
    inputs: INPUTS,
  };
}

function register(dataset: string): string {
  return `${dataset}: registerDatasetVersion(input: { dataset: "${dataset}", location: "s3://bench", digest: "1", rowCount: 5000, columns: [] }) { created }`;
}

async function seedRivals(url: string, model: string, learntFrom: readonly string[], heldOut: string): Promise<Rivals> {
  const rivals = { champion: `${model}@1`, candidate: `${model}@2` };
  for (const label of [rivals.champion, rivals.candidate]) {
    await graphql(
      url,
      'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }',
      {
        input: {
          model,
          artifact: { uri: 's3://bench', digest: label },
          description: 'For the bench.',
          run: await train(url, label, learntFrom),
        },
      },
    );
    await evaluate(url, label, heldOut);
  }
  const policy = { model, to: 'champion', rules: RULES };
  await graphql(
    url,
    'mutation ($input: DefinePromotionPolicyInput!) { definePromotionPolicy(input: $input) { created } }',
    {
      input: policy,
    },
  );
  await graphql(url, 'mutation ($input: PromoteInput!) { promote(input: $input) { changed } }', {
    input: { modelVersion: rivals.champion, to: 'champion' },
  });
  return rivals;
}

async function train(url: string, label: string, learntFrom: readonly string[]): Promise<string> {
  const run = await startRun(url, { type: 'TRAINING', name: label });
  for (let from = 0; from < learntFrom.length; from += 1_000)
    await logRun(url, { run, inputs: learntFrom.slice(from, from + 1_000).map((ref) => ({ ref })) });
  return run;
}

async function evaluate(url: string, label: string, heldOut: string): Promise<void> {
  const run = await startRun(url, { type: 'EVALUATION', name: label, inputs: [{ ref: label }, { ref: heldOut }] });
  await logRun(url, { run, metrics: [{ name: 'auc', value: 0.9 }] });
  await graphql(url, 'mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }', {
    input: { run, status: 'SUCCEEDED' },
  });
}

async function startRun(url: string, input: object): Promise<string> {
  const { startRun: started } = await graphql<{ startRun: { run: { id: string } } }>(
    url,
    'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
    { input },
  );
  return started.run.id;
}

async function logRun(url: string, input: object): Promise<void> {
  await graphql(url, 'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', { input });
}
