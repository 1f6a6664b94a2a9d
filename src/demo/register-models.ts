import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HeadwaterClient } from '@headwater/client';
import { type DemoRun, withRun } from './demo-runs.js';
import { HELD_OUT_START, TRAINING_START, type Variant, vectorColumns } from './flights/late-flight-variants.js';
import { variantRows } from './flights/variant-rows.js';
import { type Candidate, judgeModel } from './model/judge-model.js';
import { trainLateFlightModel } from './model/late-flight-model.js';
import { writeModelArtifact } from './model/model-artifact.js';
import type { JoinedRow } from './training-rows.js';

const OUTPUTS = `query OutputsOfRun($id: ID!) { run(id: $id) { outputs { node { kind label } } } }`;
const REGISTER = `mutation RegisterModelVersion($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { modelVersion { label } }
}`;

/** Where things stand before a model is trained. */
export interface TrainingContext {
  readonly parent: string;
  /** The feature set version, such as `airport_traffic@1`. */
  readonly featureSet: string;
  /** Labels of training sets, and their rows. */
  readonly training: { readonly label: string; readonly rows: readonly JoinedRow[] };
  readonly heldOut: { readonly label: string; readonly rows: readonly JoinedRow[] };
  readonly artifactDirectory: string;
}

export interface RegisteredModel extends Candidate {
  readonly label: string;
}

const SETTINGS = { l2: 1, maxSteps: 25 };

/** Trains a variant, registers it, and judges it by the held-out month, beside another one if there is one. */
export async function trainAndJudge(
  client: HeadwaterClient,
  variant: Variant,
  context: TrainingContext,
  baseline?: RegisteredModel,
): Promise<RegisteredModel> {
  const { features, requestInputs } = variant;
  const pinned = features.map((ref) => ref.replace(/^\w+/, context.featureSet));
  const training = variantRows(context.training.rows, variant);
  const heldOut = variantRows(context.heldOut.rows, variant);
  const trained = await withRun(client, describeTraining(variant, context), async (run, log) => {
    const { model, log: steps } = trainLateFlightModel(
      [...pinned, ...requestInputs.map(({ name }) => name)],
      training,
      SETTINGS,
    );
    const candidate = { model, rows: heldOut };
    const verdict = judgeModel(candidate, baseline);
    // An earlier demo may have been ended between this and the next.
    const registered = await findRegistered(client, run);
    if (registered !== undefined) return { ...candidate, verdict, label: registered.label };
    await log(steps.map(({ step, loss }) => ({ name: 'training_loss', step, value: loss })));
    const { registerModelVersion } = await client.graphql<{
      registerModelVersion: { modelVersion: { label: string } };
    }>(REGISTER, {
      input: {
        model: 'flight_delay',
        description: variant.description,
        artifact: await storeArtifact(context.artifactDirectory, variant.name, writeModelArtifact(model)),
        run,
        signature: pinned,
        requestInputs: requestInputs.map((input, index) => ({ ...input, position: features.length + index })),
        trainedOn: [context.training.label],
        metrics: verdict.figures,
      },
    });
    return { ...candidate, verdict, label: registerModelVersion.modelVersion.label };
  });
  await withRun(client, describeEvaluation(variant, context, trained.label, baseline), (_run, log) =>
    log([...trained.verdict.figures, ...trained.verdict.calibration]),
  );
  return trained;
}

/** The model version that an earlier demo made in this run. */
async function findRegistered(client: HeadwaterClient, id: string): Promise<{ label: string } | undefined> {
  const { run } = await client.graphql<{ run: { outputs: { node: { kind: string; label: string } }[] } }>(OUTPUTS, {
    id,
  });
  return run.outputs.map(({ node }) => node).find(({ kind }) => kind === 'MODEL_VERSION');
}

function describeTraining(variant: Variant, { parent, featureSet, training }: TrainingContext): DemoRun {
  return {
    key: `demo-train-late-flights-${variant.name}`,
    type: 'TRAINING',
    name: `train-${variant.name}`,
    description: variant.description,
    entryPoint: 'src/demo/model/late-flight-model.ts',
    parent,
    inputs: [
      { ref: training.label, role: 'training rows' },
      { ref: featureSet, role: 'features' },
    ],
    parameters: {
      algorithm: 'logistic regression',
      l2: String(SETTINGS.l2),
      max_steps: String(SETTINGS.maxSteps),
      vector: vectorColumns(variant).join(','),
      trained_from: TRAINING_START,
      trained_until: HELD_OUT_START,
      training_rows: String(training.rows.length),
    },
  };
}

function describeEvaluation(
  variant: Variant,
  { parent, heldOut }: TrainingContext,
  label: string,
  baseline: RegisteredModel | undefined,
): DemoRun {
  return {
    key: `demo-evaluate-late-flights-${variant.name}`,
    type: 'EVALUATION',
    name: `evaluate-${variant.name}`,
    description: `Judges ${label} by flights of March, after those it learnt from; intervals are the bootstrap's over days.`,
    entryPoint: 'src/demo/model/judge-model.ts',
    parent,
    inputs: [
      { ref: label, role: 'judged' },
      { ref: heldOut.label, role: 'held-out rows' },
      ...(baseline === undefined ? [] : [{ ref: baseline.label, role: 'baseline' }]),
    ],
    parameters: { held_out_from: HELD_OUT_START, held_out_rows: String(heldOut.rows.length) },
  };
}

async function storeArtifact(directory: string, name: string, artifact: { json: string; sha256: string }) {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `flight_delay-${name}.json`);
  await writeFile(path, artifact.json);
  return {
    uri: pathToFileURL(path).href,
    digest: `sha256:${artifact.sha256}`,
    format: 'json',
    bytes: Buffer.byteLength(artifact.json),
  };
}
