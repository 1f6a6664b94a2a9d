import { z } from 'zod';
import { type DatasetFacts, describeDataset } from '../dataset-facts.js';
import { readVegaFile } from '../model/vega-file.js';

/** One flight that was flown: cancelled and diverted flights are not in the file. */
export interface Flight {
  /** Actual departure as RFC 3339 UTC, to the minute: `2001-01-14T21:55:00Z`. */
  time: string;
  /** Arrival delay in whole minutes; negative when early. */
  delayMinutes: number;
  distanceMiles: number;
  /** IATA codes. */
  origin: string;
  destination: string;
}

/** A flight is late when it arrives more than this many minutes after its schedule. */
export const LATE_AFTER_MINUTES = 15;

export function isLate(flight: Pick<Flight, 'delayMinutes'>): boolean {
  return flight.delayMinutes > LATE_AFTER_MINUTES;
}

const FILE_ROWS = z.array(
  z.object({
    date: z.string().regex(/^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}$/),
    delay: z.int(),
    distance: z.int(),
    origin: z.string(),
    destination: z.string(),
  }),
);

/**
 * Reads the 20,000 US flights of January to March 2001, sorted by time (flights of the same minute in the order of the file),
 * and the facts for registering the file as a dataset version.
 */
export async function loadFlights(): Promise<{ flights: Flight[]; facts: DatasetFacts }> {
  const { bytes, uri } = await readVegaFile('flights-20k.json');
  const rows = FILE_ROWS.parse(JSON.parse(bytes.toString('utf8'))).map((row) => ({ ...row, date: asUtc(row.date) }));
  const flights = rows.map(({ date, delay, distance, origin, destination }) => ({
    time: date,
    delayMinutes: delay,
    distanceMiles: distance,
    origin,
    destination,
  }));
  flights.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
  return { flights, facts: describeDataset({ ...FLIGHTS, bytes, locationUri: uri, rows }) };
}

/**
 * '2001/01/14 21:55' → '2001-01-14T21:55:00Z'. The file gives the departure in the local time of the origin and no zone; we read it as UTC.
 * Every feature of this demo looks only at flights from one origin, so "earlier" still means earlier inside each of them.
 */
function asUtc(local: string): string {
  return `${local.slice(0, 10).replaceAll('/', '-')}T${local.slice(11)}:00Z`;
}

const FLIGHTS = {
  name: 'flights',
  description:
    'A sample of 20,000 US domestic flights flown from January to March 2001, from the on-time performance records of the US Bureau of Transportation Statistics.',
  format: 'json',
  columns: [
    {
      name: 'date',
      type: 'TIMESTAMP',
      description: 'Actual departure, local time of the origin (yyyy/mm/dd hh:mm), read as UTC.',
    },
    { name: 'delay', type: 'INT64', description: 'Arrival delay in minutes; negative when early.' },
    { name: 'distance', type: 'INT64', description: 'Length of the route in miles.' },
    { name: 'origin', type: 'STRING', description: 'IATA code of the airport of departure.' },
    { name: 'destination', type: 'STRING', description: 'IATA code of the airport of arrival.' },
  ],
} as const;
