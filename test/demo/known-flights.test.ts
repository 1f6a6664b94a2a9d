import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDepartures } from '../../src/demo/flights/departures.js';
import type { FlightTables } from '../../src/demo/flights/flight-tables.js';
import { describeFlights, readFlightFile } from '../../src/demo/flights/flights.js';
import { CHECKOUT } from '../architecture/source-files.js';

const KNOWN = `${CHECKOUT}src/demo/flights/known-flights.json`;
const AIRPORTS = 30;
let tables: FlightTables;

beforeAll(async () => {
  tables = await openDepartures();
});

afterAll(() => tables.close());

it('what is known of the flights beforehand is what their file says: run `npm run golden` after a change', async () => {
  const file = await readFlightFile();
  const columns = await tables.columns();
  const found = {
    version: /@([\d.]+)#/.exec(file.uri)?.[1],
    sha256: describeFlights(file, columns).sha256,
    columns,
    lastHour: (await tables.airportTraffic()).slice(-AIRPORTS),
  };
  if (process.env.HEADWATER_GOLDEN === 'write') await writeFile(KNOWN, JSON.stringify(found));

  expect(JSON.parse(await readFile(KNOWN, 'utf8'))).toEqual(found);
  expect(found.lastHour.every((row) => row.includes('"event_time":"2001-04-01T00:00:00Z"'))).toBe(true);
});
