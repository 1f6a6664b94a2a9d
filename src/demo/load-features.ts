import type { HeadwaterClient } from '@headwater/client';
import { withRun } from './demo-runs.js';
import { airportTimeZones } from './flights/airport-time-zones.js';
import { AIRPORT_TRAFFIC } from './flights/airport-traffic.js';
import { type Airport, loadAirports } from './flights/airports.js';
import type { FlightTables } from './flights/flight-tables.js';
import { describeFlights } from './flights/flights.js';
import type { VegaFile } from './model/vega-file.js';
import { publishFeatures, replaceFeatures, writeRows } from './publish-features.js';
import { registerDataset } from './register-data.js';

export interface FeatureSource {
  readonly file: VegaFile;
  readonly tables: FlightTables;
  readonly parent: string;
  readonly progress: (step: string) => void;
}

/** Registers flights and airports, and computes and writes airport_traffic; gives the label of its version. */
export async function loadFeatures(client: HeadwaterClient, source: FeatureSource): Promise<string> {
  const { file, tables, parent, progress } = source;
  progress('Registering 3,000,000 flights of 2001 and their airports');
  const { airports, facts } = await loadAirports();
  const flightsLabel = await registerDataset(client, await describeFlights(file, tables));
  const airportsLabel = await registerDataset(client, facts);
  await addDepartures(tables, airports);
  return withRun(
    client,
    {
      key: 'demo-compute-hourly-traffic',
      type: 'TRANSFORM',
      name: 'compute-airport-traffic',
      description: 'Windows of three hours over the departures of each airport that have landed, every hour.',
      entryPoint: 'src/demo/flights/flights.sql.ts',
      parent,
      inputs: [
        { ref: flightsLabel, role: 'flights' },
        { ref: airportsLabel, role: 'positions, for time zones' },
      ],
    },
    async (run) => {
      const rows = await tables.airportTraffic();
      progress(`Writing ${rows.length.toLocaleString('en')} rows of ${AIRPORT_TRAFFIC.name}`);
      const origin = { flights: flightsLabel, airports: airportsLabel, run };
      const { label, current } = await publishFeatures(client, AIRPORT_TRAFFIC, origin);
      await writeRows(client, label, rows, flightsLabel);
      if (!current) await replaceFeatures(client, label);
      return label;
    },
  );
}

/** The flights of the busiest airports, each at its own time of the day. */
export async function addDepartures(tables: FlightTables, airports: readonly Airport[]): Promise<void> {
  await tables.addDepartures(airportTimeZones(airports, await tables.busiestAirports()));
}
