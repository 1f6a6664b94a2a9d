import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

export const SPINE_ROWS = 200_000;

/** A feature set of the flights: what is published, and the file with its rows. */
export interface FlightSet {
  readonly name: string;
  readonly entity: string;
  readonly joinKeys: readonly { name: string; type: string }[];
  readonly features: readonly { name: string; type: string }[];
  readonly ttlSeconds: number;
  /** The query that gives its rows, from `flights`. */
  readonly rows: string;
}

const HOURLY = [
  { name: 'flights', type: 'INT64' },
  { name: 'mean_delay', type: 'FLOAT64' },
  { name: 'late_share', type: 'FLOAT64' },
  { name: 'worst_delay', type: 'INT64' },
];
const HOURLY_COLUMNS = `count(*) as flights, avg(delay) as mean_delay, avg((delay > 15)::int) as late_share, max(delay) as worst_delay,
  date_trunc('hour', date) + interval 1 hour as event_time`;

/** An hour or a day is known when it is over: that is its event time. */
export const FLIGHT_SETS: readonly FlightSet[] = [
  {
    name: 'airport_hourly',
    entity: 'airport',
    joinKeys: [{ name: 'airport', type: 'STRING' }],
    features: HOURLY,
    ttlSeconds: 6 * 3600,
    rows: `select origin as airport, ${HOURLY_COLUMNS} from flights group by origin, date_trunc('hour', date)`,
  },
  {
    name: 'arrivals_hourly',
    entity: 'destination',
    joinKeys: [{ name: 'destination', type: 'STRING' }],
    features: HOURLY,
    ttlSeconds: 6 * 3600,
    rows: `select destination, ${HOURLY_COLUMNS} from flights group by destination, date_trunc('hour', date)`,
  },
  {
    name: 'route_daily',
    entity: 'route',
    joinKeys: [
      { name: 'airport', type: 'STRING' },
      { name: 'destination', type: 'STRING' },
    ],
    features: [
      { name: 'route_flights', type: 'INT64' },
      { name: 'route_mean_delay', type: 'FLOAT64' },
    ],
    ttlSeconds: 3 * 86_400,
    rows: `select origin as airport, destination, count(*) as route_flights, avg(delay) as route_mean_delay,
             date_trunc('day', date) + interval 1 day as event_time
           from flights group by origin, destination, date_trunc('day', date)`,
  },
];

/** Every single flight: as many rows as the file has. */
export const SINGLE_FLIGHTS: FlightSet = {
  name: 'single_flight',
  entity: 'flight',
  joinKeys: [{ name: 'flight', type: 'INT64' }],
  features: [
    { name: 'delay', type: 'INT64' },
    { name: 'distance', type: 'INT64' },
    { name: 'origin', type: 'STRING' },
    { name: 'destination', type: 'STRING' },
  ],
  ttlSeconds: 0,
  rows: 'select flight, delay, distance, origin, destination, date as event_time from flights',
};

/** Which of them are asked about: flights of all hours, each at its departure, with its label. */
const SPINE = `select flight, origin as airport, destination, date as event_time, delay > 15 as late
  from flights order by hash(flight) limit ${SPINE_ROWS}`;

/**
 * Writes the rows of each set, and the spine, as Parquet into a directory: `airport_hourly.parquet`, …, `spine.parquet`.
 * The file of vega-datasets has local times without zone; they are read as UTC.
 */
export async function writeFlightFiles(duckdb: DuckDBConnection, directory: string): Promise<void> {
  const source = join(createRequire(import.meta.url).resolve('vega-datasets'), '../../data/flights-3m.parquet');
  await duckdb.run("set timezone = 'UTC'");
  await duckdb.run(
    `create table flights as
     select row_number() over () as flight, (date at time zone 'UTC') as date, delay, distance, origin, destination
     from '${source}'`,
  );
  for (const { name, rows } of [...FLIGHT_SETS, SINGLE_FLIGHTS])
    await duckdb.run(`copy (${rows}) to '${join(directory, `${name}.parquet`)}' (format parquet)`);
  await duckdb.run(`copy (${SPINE}) to '${join(directory, 'spine.parquet')}' (format parquet)`);
}
