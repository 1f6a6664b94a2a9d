import type { HeadwaterClient } from '@headwater/client';
import { finishRun, startRun } from './demo-runs.js';
import type { FlightRows } from './flights/flight-rows.js';
import { BOTH_ENDS, ORIGIN } from './flights/late-flight-variants.js';
import { loadFeatures } from './load-features.js';
import { holdsOlderDemo } from './older-demo.js';
import { makeTrainingSet, readTrainingSet } from './training-rows.js';

const SET_ALIAS = `mutation SetAlias($input: SetAliasInput!) { setAlias(input: $input) { __typename } }`;
const DEFINE_ENVIRONMENT = `
  mutation DefineEnvironment($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created } }`;
const SHIFT = `mutation ShiftTraffic($input: ShiftTrafficInput!) { shiftTraffic(input: $input) { changed } }`;
const ROLLBACK = `mutation Rollback($input: RollbackInput!) { rollback(input: $input) { restored } }`;
const DEPLOY = `mutation Deploy($input: DeployInput!) { deploy(input: $input) { deployment { label } } }`;

export interface DemoOptions {
  readonly client: HeadwaterClient;
  /** Where the trained models are written. */
  readonly artifactDirectory: string;
  /** Told what is being done. */
  readonly progress: (step: string) => void;
  /** What is made of all flights, where they have been read already. */
  readonly rows?: FlightRows | undefined;
}

/** All runs of the demo are parts of it; once it has ended there is nothing left to do. */
const WHOLE = {
  key: 'demo-hourly-flights',
  type: 'OTHER',
  name: 'demo',
  description: 'Loads the demo: features, training sets, two models, a deployment.',
  inputs: [],
  entryPoint: 'src/demo/load-demo.ts',
} as const;

/** Goes once round the loop on real flights, through the public API alone. Begins where an earlier one was ended. */
export async function loadDemo(options: DemoOptions): Promise<void> {
  const { client, artifactDirectory, progress, rows } = options;
  const [isOlder, { id: parent, ended }] = await Promise.all([holdsOlderDemo(client), startRun(client, WHOLE)]);
  if (ended) return progress('Everything is there from before: nothing is loaded or trained again');
  if (isOlder)
    progress('An earlier demo is here: its versions stay, with what they were made from; new ones go beside them');
  const { featureSet, features, spines } = await loadFeatures(client, { parent, rows, progress });
  progress('Letting Headwater join flights with what was known before each of them');
  const join = async (name: string, description: string, spine: readonly string[]) => {
    const label = await makeTrainingSet(client, { name, description, features, spine });
    return { label, rows: await readTrainingSet(client, label) };
  };
  const [training, heldOut] = await Promise.all([
    join('winter_flights', 'Flights of January and February, to learn from.', (await spines).training),
    join('march_flights', 'Flights of March, to judge models by.', (await spines).heldOut),
  ]);

  // Loaded on demand: what trains takes a moment to load, and features answer without it.
  const { trainAndJudge } = await import('./register-models.js');
  const context = { parent, featureSet, training, heldOut, artifactDirectory };
  progress('Training and judging the first model: the airport of departure');
  const first = await trainAndJudge(client, ORIGIN, context);
  progress('Training and judging the second model: both airports, distance and hour');
  const second = await trainAndJudge(client, BOTH_ENDS, context, first);

  progress('Asking the gate, and a reviewer, before the second is tried on passengers');
  const { passGate } = await import('./pass-gate.js');
  await passGate({ client, first: first.label, second: second.label, progress });

  progress('Deploying both: the first with 90 % of the traffic, the second on trial with 10 %; then half, and back');
  await deploy(client, first.label, second.label);
  await finishRun(client, parent);
}

/** However good it looks on flights of the past, what is new shows itself on a tenth of the traffic first. */
async function deploy(client: HeadwaterClient, first: string, second: string): Promise<void> {
  await client.graphql(SET_ALIAS, { input: { modelVersion: first, alias: 'champion' } });
  await client.graphql(SET_ALIAS, { input: { modelVersion: second, alias: 'challenger' } });
  const environment = { name: 'production', description: 'What passengers and airlines are served from.' };
  await client.graphql(DEFINE_ENVIRONMENT, { input: environment });
  await client.graphql(DEPLOY, {
    input: {
      deployment: 'production/flight-delay',
      description: 'Warns passengers of late flights.',
      bindings: [
        { modelVersion: first, trafficPercent: 90 },
        { modelVersion: second, trafficPercent: 10 },
      ],
    },
  });
  const deployment = 'production/flight-delay';
  await client.graphql(SHIFT, { input: { deployment, modelVersion: second, toPercent: 50, reason: 'a good week' } });
  await client.graphql(ROLLBACK, { input: { deployment, reason: 'too many false alarms' } });
}
