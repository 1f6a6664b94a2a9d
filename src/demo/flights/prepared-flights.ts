import type { DatasetFacts } from '../dataset-facts.js';
import { loadAirports } from './airports.js';
import { FILE_COLUMNS } from './file-column.js';
import { describeFlights, readFlightFile } from './flights.js';
import known from './known-flights.json' with { type: 'json' };

/** What the demo begins with, at once: the files, and what is known of the flights because it was computed before; a test computes it anew. */
export interface PreparedFlights {
  readonly flights: DatasetFacts;
  readonly airports: DatasetFacts;
  /** The rows of airport_traffic of the last hour, each as JSON. */
  readonly lastHour: readonly string[];
}

/** Throws where the installed flights are others than those that were looked at. */
export async function prepareFlights(): Promise<PreparedFlights> {
  const flights = describeFlights(await readFlightFile(), FILE_COLUMNS.parse(known.columns));
  if (flights.sha256 !== known.sha256)
    throw new Error(
      `The flights of ${flights.locationUri} are not those that this demo was made for: npm install vega-datasets@${known.version}`,
    );
  return { flights, airports: (await loadAirports()).facts, lastHour: known.lastHour };
}
