import type { HeadwaterClient } from '@headwater/client';
import { withRun } from './demo-runs.js';
import { AIRPORT_TRAFFIC } from './flights/airport-traffic.js';
import type { PreparedFlights } from './flights/prepared-flights.js';
import { publishFeatures, replaceFeatures, writeRows } from './publish-features.js';
import { registerDataset } from './register-data.js';

export interface FeatureSource {
  readonly prepared: PreparedFlights;
  readonly parent: string;
  readonly progress: (step: string) => void;
}

/** Registers flights and airports, and writes airport_traffic; gives the label of its version. */
export async function loadFeatures(
  client: HeadwaterClient,
  { prepared, parent, progress }: FeatureSource,
): Promise<string> {
  const flights = await registerDataset(client, prepared.flights);
  const airports = await registerDataset(client, prepared.airports);
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
    const { traffic } = prepared;
    progress(`Writing ${traffic.length.toLocaleString('en')} rows of ${AIRPORT_TRAFFIC.name}`);
    const { label, current } = await publishFeatures(client, AIRPORT_TRAFFIC, { flights, airports, run: id });
    await writeRows(client, label, traffic, flights);
    if (!current) await replaceFeatures(client, label);
    return label;
  });
}
