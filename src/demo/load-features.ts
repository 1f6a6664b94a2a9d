import type { HeadwaterClient } from '@headwater/client';
import { withRun } from './demo-runs.js';
import { firstAnswer } from './first-answer.js';
import { AIRPORT_TRAFFIC } from './flights/airport-traffic.js';
import { type FlightRows, readFlights } from './flights/flight-rows.js';
import { JOINED_FEATURES } from './flights/late-flight-variants.js';
import { prepareFlights } from './flights/prepared-flights.js';
import { publishFeatures, replaceFeatures, writeRows } from './publish-features.js';
import { registerDataset } from './register-data.js';

const DEFINE_SERVICE = `
  mutation DefineService($input: DefineFeatureServiceInput!) { defineFeatureService(input: $input) { created } }`;

/** Reads features and is no model. */
const BOARD = { name: 'departure_board', description: 'What boards at the gates tell of both ends of a flight.' };

export interface FeatureSource {
  readonly parent: string;
  /** What is made of all flights, where they have been read already. */
  readonly rows?: FlightRows | undefined;
  readonly progress: (step: string) => void;
}

export interface LoadedFeatures {
  /** Both roles of airport_traffic, pinned: `airport_traffic@1:*~origin`. */
  readonly features: readonly string[];
  /** Label of the version. */
  readonly featureSet: string;
  /** Flights to learn from, and to judge by, once they are read. */
  readonly spines: FlightRows['spines'];
}

/**
 * Registers flights and airports, and writes airport_traffic: the last hour first, so that there is something to ask while all flights are read.
 */
export async function loadFeatures(
  client: HeadwaterClient,
  { parent, rows, progress }: FeatureSource,
): Promise<LoadedFeatures> {
  const prepared = await prepareFlights();
  const [flights, airports] = await Promise.all([
    registerDataset(client, prepared.flights),
    registerDataset(client, prepared.airports),
  ]);
  const run = {
    key: 'demo-compute-hourly-traffic',
    type: 'TRANSFORM',
    name: 'compute-airport-traffic',
    description: 'Windows of three hours over the departures of each airport that have landed, every hour.',
    entryPoint: 'src/demo/flights/flights.sql.ts',
    parent,
    inputs: [
      { ref: flights, role: 'flights' },
      { ref: airports, role: 'positions, for time zones' },
    ],
  } as const;
  return withRun(client, run, async (id) => {
    const { label, current } = await publishFeatures(client, AIRPORT_TRAFFIC, { flights, airports, run: id });
    await writeRows(client, label, prepared.lastHour, flights);
    if (!current) await replaceFeatures(client, label);
    const features = JOINED_FEATURES.map((ref) => ref.replace(/^\w+/, label));
    await client.graphql(DEFINE_SERVICE, { input: { ...BOARD, features } });
    progress(await firstAnswer(client, BOARD.name));

    progress('Reading 3,000,000 flights of 2001');
    const { traffic, spines } = rows ?? readFlights();
    const earlier = rowsBefore(prepared.lastHour, await traffic);
    progress(`Writing ${earlier.length.toLocaleString('en')} more rows of ${AIRPORT_TRAFFIC.name}`);
    await writeRows(client, label, earlier, flights);
    return { features, featureSet: label, spines };
  });
}

/** Throws where what was computed now isn't what was written before. */
function rowsBefore(lastHour: readonly string[], all: readonly string[]): readonly string[] {
  const place = all.length - lastHour.length;
  if (lastHour.some((row, index) => row !== all[place + index]))
    throw new Error('The last hour of the flights is another one than was written: `npm run golden` computes it anew.');
  return all.slice(0, place);
}
