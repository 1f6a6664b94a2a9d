import type { HeadwaterClient } from '@headwater/client';
import { withRun } from './demo-runs.js';
import { loadAirports } from './flights/airports.js';
import { AIRPORT_TRAFFIC, ROUTE_HISTORY } from './flights/flight-feature-sets.js';
import { airportTraffic, routeHistory } from './flights/flight-features.js';
import { flightSpine, flightTrainingRows, LATE_FLIGHT_VARIANTS } from './flights/flight-training-rows.js';
import { loadFlights } from './flights/flights.js';
import { makeTrainingSet } from './make-training-set.js';
import { publishFeatures, writeRows } from './publish-features.js';
import { registerDataset } from './register-data.js';
import { trainAndRegister } from './register-models.js';
import { describeTrainingSet } from './training-set-facts.js';

const SET_ALIAS = `mutation SetAlias($input: SetAliasInput!) { setAlias(input: $input) { __typename } }`;
const DEFINE_ENVIRONMENT = `
  mutation DefineEnvironment($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created } }`;
const DEPLOY = `mutation Deploy($input: DeployInput!) { deploy(input: $input) { deployment { label } } }`;

export interface DemoOptions {
  readonly client: HeadwaterClient;
  /** Where the trained models are written. */
  readonly artifactDirectory: string;
  /** Told what is being done; `done` of `total` where it is long. */
  readonly progress: (step: string, done?: number, total?: number) => void;
}

/** Goes once round the loop on real flights, through the public API alone. Safe to run again: it finds what is there. */
export async function loadDemo({ client, artifactDirectory, progress }: DemoOptions): Promise<void> {
  progress('Registering 20,000 flights of 2001 and their airports');
  const { flights, facts } = await loadFlights();
  const airports = await loadAirports(flights);
  const flightsLabel = await registerDataset(client, facts);
  const airportsLabel = await registerDataset(client, airports.facts);

  const traffic = airportTraffic(flights);
  const routes = routeHistory(flights);
  const featureSets = await withRun(
    client,
    {
      key: 'demo-compute-features',
      type: 'TRANSFORM',
      name: 'compute-features',
      description: 'Sliding windows over the flights of each airport and route.',
      entryPoint: 'src/demo/flight-features.ts',
      inputs: [
        { ref: flightsLabel, role: 'flights' },
        { ref: airportsLabel, role: 'airports' },
      ],
    },
    async (run) => {
      const labels: Record<string, string> = {};
      for (const [definition, rows] of [
        [AIRPORT_TRAFFIC, traffic],
        [ROUTE_HISTORY, routes],
      ] as const) {
        const step = `Writing ${rows.length.toLocaleString('en')} rows of ${definition.name}`;
        const label = await publishFeatures(client, definition, flightsLabel, run);
        await writeRows(client, label, rows, run, (sent) => progress(step, sent, rows.length));
        labels[definition.name] = label;
      }
      return labels;
    },
  );

  progress('Joining flights with what was known before each of them');
  const spine = flightSpine(flights);
  const rowsOf = (features: (typeof LATE_FLIGHT_VARIANTS)['v1' | 'v2']) =>
    flightTrainingRows(spine, traffic, routes, features);
  const widest = rowsOf(LATE_FLIGHT_VARIANTS.v2);
  const trainingSet = await withRun(
    client,
    {
      key: 'demo-join-training-rows',
      type: 'TRANSFORM',
      name: 'join-training-rows',
      description: 'One row per flight, with the newest feature row of its airport and of its route before departure.',
      entryPoint: 'src/demo/point-in-time.ts',
      inputs: [
        { ref: flightsLabel, role: 'spine' },
        ...Object.values(featureSets).map((ref) => ({ ref, role: 'features' })),
      ],
    },
    (run) =>
      registerDataset(client, describeTrainingSet(widest, LATE_FLIGHT_VARIANTS.v2), {
        derivedFrom: [flightsLabel],
        run,
      }),
  );

  progress('Letting Headwater join a training set of March flights');
  await makeTrainingSet(client, spine);

  const context = { trainingSet, featureSets, artifactDirectory };
  progress('Training the first model on airport_traffic');
  const first = await trainAndRegister(
    client,
    {
      name: 'airports',
      description: 'Late by more than 15 minutes? From the traffic of the airport alone.',
      features: LATE_FLIGHT_VARIANTS.v1,
      rows: rowsOf(LATE_FLIGHT_VARIANTS.v1),
    },
    context,
  );
  progress('Training the second model on airport_traffic and route_history');
  const second = await trainAndRegister(
    client,
    {
      name: 'airports-and-routes',
      description: 'Late by more than 15 minutes? From the airport and the route.',
      features: LATE_FLIGHT_VARIANTS.v2,
      rows: widest,
    },
    context,
  );

  // The gain of the second is within what chance gives (see README), so it starts on a tenth of the traffic.
  progress('Deploying both: the first with 90 % of the traffic, the second on trial with 10 %');
  await client.graphql(SET_ALIAS, { input: { modelVersion: first.label, alias: 'champion' } });
  await client.graphql(SET_ALIAS, { input: { modelVersion: second.label, alias: 'challenger' } });
  const environment = { name: 'production', description: 'What passengers and airlines are served from.' };
  await client.graphql(DEFINE_ENVIRONMENT, { input: environment });
  await client.graphql(DEPLOY, {
    input: {
      deployment: 'production/flight-delay',
      description: 'Warns passengers of late flights.',
      bindings: [
        { modelVersion: first.label, trafficPercent: 90 },
        { modelVersion: second.label, trafficPercent: 10 },
      ],
    },
  });
}
