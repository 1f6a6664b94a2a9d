import type { DatasetFacts } from '../dataset-facts.js';
import { airportTimeZones } from './airport-time-zones.js';
import { type Airport, loadAirports } from './airports.js';
import { FlightTables } from './flight-tables.js';
import { describeFlights, readFlightFile } from './flights.js';
import { HELD_OUT, TRAINING } from './late-flight-variants.js';

/** All that the demo makes of the files alone; rows are JSON. It takes no service, so it can be made while one starts. */
export interface PreparedFlights {
  readonly flights: DatasetFacts;
  readonly airports: DatasetFacts;
  /** Of airport_traffic. */
  readonly traffic: readonly string[];
  /** Flights to learn from, and flights to judge by. */
  readonly training: readonly string[];
  readonly heldOut: readonly string[];
}

export async function prepareFlights(): Promise<PreparedFlights> {
  const file = await readFlightFile();
  const tables = await FlightTables.open(file);
  try {
    const { airports, facts } = await loadAirports();
    await addDepartures(tables, airports);
    return {
      airports: facts,
      traffic: await tables.airportTraffic(),
      training: await tables.spine(TRAINING),
      heldOut: await tables.spine(HELD_OUT),
      flights: await describeFlights(file, tables),
    };
  } finally {
    tables.close();
  }
}

/** The flights of the busiest airports, each at its own time of the day. */
export async function addDepartures(tables: FlightTables, airports: readonly Airport[]): Promise<void> {
  await tables.addDepartures(airportTimeZones(airports, await tables.busiestAirports()));
}
