import { airportTimeZones } from './airport-time-zones.js';
import { loadAirports } from './airports.js';
import { FlightTables } from './flight-tables.js';
import { readFlightFile } from './flights.js';

/** Tables of the flights from the busiest airports, each at its own time of the day. Close them. */
export async function openDepartures(): Promise<FlightTables> {
  const tables = await FlightTables.open(await readFlightFile());
  const { airports } = await loadAirports();
  await tables.addDepartures(airportTimeZones(airports, await tables.busiestAirports()));
  return tables;
}
