import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HeadwaterClient } from '@headwater/client';
import { type DemoRun, type MetricPoint, withRun } from './demo-runs.js';
import type { FlightFeature } from './flights/flight-training-rows.js';
import { HELD_OUT_START, splitByTime, TRAINING_START } from './flights/flight-training-rows.js';
import { type TrainingRow, trainLateFlightModel } from './model/late-flight-model.js';
import { writeModelArtifact } from './model/model-artifact.js';
import { evaluate } from './model/model-evaluation.js';

const OUTPUTS = `query OutputsOfRun($id: ID!) { run(id: $id) { outputs { node { kind label } } } }`;
const REGISTER = `mutation RegisterModelVersion($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { modelVersion { label } }
}`;

export interface Variant {
  readonly name: string;
  readonly description: string;
  readonly features: readonly FlightFeature[];
  readonly rows: readonly TrainingRow[];
}

/** Where things stand before a model is trained. */
export interface TrainingContext {
  readonly trainingSet: string;
  /** Labels of the feature set versions, by name: `airport_traffic` → `airport_traffic@1`. */
  readonly featureSets: Readonly<Record<string, string>>;
  readonly artifactDirectory: string;
}

const SETTINGS = { l2: 1, maxSteps: 25 };

/** Trains one variant, judges it on the held-out month, and registers it; gives its label. */
export function trainAndRegister(
  client: HeadwaterClient,
  variant: Variant,
  context: TrainingContext,
): Promise<{ label: string }> {
  const { training, heldOut } = splitByTime(variant.rows);
  return withRun(client, describeRun(variant, context, training.length, heldOut.length), async (run, log) => {
    const registered = await findRegistered(client, run);
    if (registered !== undefined) return registered;
    const { model, log: steps } = trainLateFlightModel(variant.features, training, SETTINGS);
    const figures = heldOutFigures(model, heldOut);
    await log([...steps.map(({ step, loss }) => ({ name: 'training_loss', step, value: loss })), ...figures]);
    const artifact = await storeArtifact(context.artifactDirectory, variant.name, writeModelArtifact(model));
    const { registerModelVersion } = await client.graphql<{
      registerModelVersion: { modelVersion: { label: string } };
    }>(REGISTER, {
      input: {
        model: 'flight_delay',
        description: variant.description,
        artifact,
        run,
        signature: variant.features.map((feature) => pin(feature, context.featureSets)),
        trainedOn: [context.trainingSet],
        metrics: figures.map(({ name, value }) => ({ name, value })),
      },
    });
    return registerModelVersion.modelVersion;
  });
}

/** The model version that an earlier demo made in this run. */
async function findRegistered(client: HeadwaterClient, id: string): Promise<{ label: string } | undefined> {
  const { run } = await client.graphql<{ run: { outputs: { node: { kind: string; label: string } }[] } }>(OUTPUTS, {
    id,
  });
  return run.outputs.map(({ node }) => node).find(({ kind }) => kind === 'MODEL_VERSION');
}

function describeRun(variant: Variant, context: TrainingContext, trainingRows: number, heldOutRows: number): DemoRun {
  return {
    key: `demo-train-${variant.name}`,
    type: 'TRAINING',
    name: `train-${variant.name}`,
    description: variant.description,
    entryPoint: 'src/demo/late-flight-model.ts',
    inputs: [
      { ref: context.trainingSet, role: 'training and held-out rows' },
      ...[...new Set(variant.features.map((feature) => setOf(feature)))].map((set) => ({
        ref: context.featureSets[set] ?? set,
        role: 'features',
      })),
    ],
    parameters: {
      algorithm: 'logistic regression',
      l2: String(SETTINGS.l2),
      max_steps: String(SETTINGS.maxSteps),
      trained_from: TRAINING_START,
      held_out_from: HELD_OUT_START,
      training_rows: String(trainingRows),
      held_out_rows: String(heldOutRows),
    },
  };
}

/** Judged on flights after those it learnt from; the base figures are those of always answering the share of late flights. */
function heldOutFigures(model: Parameters<typeof evaluate>[0], heldOut: readonly TrainingRow[]): MetricPoint[] {
  const judged = evaluate(model, heldOut);
  const figures = {
    roc_auc: judged.rocAuc ?? Number.NaN,
    log_loss: judged.logLoss,
    base_log_loss: judged.baseRateLogLoss,
    brier_score: judged.brierScore,
    accuracy: judged.accuracy,
    base_accuracy: judged.baseRateAccuracy,
  };
  return Object.entries(figures).map(([name, value]) => ({ name, value }));
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

function pin(feature: FlightFeature, labels: Readonly<Record<string, string>>): string {
  const set = setOf(feature);
  return `${labels[set] ?? set}:${feature.slice(set.length + 1)}`;
}

function setOf(feature: FlightFeature): string {
  return feature.slice(0, feature.indexOf(':'));
}
