/** From the first departures of the file to the end of March, in UTC: later flights of the file are left alone. */
export const UNTIL = '2001-04-01T00:00:00Z';

/** Airports with the most departures, among which the demo's flights are. */
const BUSIEST = 30;

/**
 * How long a flight takes: an estimate to be late rather than early, for taxiing and for 450 miles an hour. A delay that is negative may be an
 * error of the file, so it makes nothing known earlier.
 */
const LANDED_AFTER = 'to_seconds(40 * 60 + distance * 8 + greatest(delay, 0) * 60)';

/** Of so many flights one is learnt from or judged by: enough for narrow intervals, few enough for a demo. */
const ONE_OF = 16;

export const textSql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The file as it is. */
export const flightFile = (path: string): string =>
  `create view flight_file as select * from read_parquet(${textSql(path)})`;

/** What each column of the file holds, one row per column. */
export const COLUMN_STATISTICS = ['date', 'delay', 'distance', 'origin', 'destination']
  .map((name) => {
    const isNumber = name === 'delay' || name === 'distance';
    const isTime = name === 'date';
    const bound = (it: string) =>
      isNumber ? `${it}(${name})::varchar` : isTime ? `strftime(${it}(${name}), '%Y-%m-%dT%H:%M:%SZ')` : 'null';
    return `select '${name}' as name, count(*)::int as rows, (count(*) - count(${name}))::int as nulls, count(distinct ${name})::int as different,
       ${bound('min')} as least, ${bound('max')} as most, ${isNumber ? `avg(${name})` : 'null'} as mean from flight_file`;
  })
  .join('\nunion all\n');

/** The airports that most flights leave from. */
export const BUSIEST_AIRPORTS = `select origin from flight_file group by origin order by count(*) desc, origin limit ${BUSIEST}`;

/** In which time zone each of them is. */
export const timeZones = (zones: ReadonlyMap<string, string>): string =>
  `create table airport as select * from (values ${Array.from(zones, ([code, zone]) => `(${textSql(code)}, ${textSql(zone)})`).join(', ')}) as it(code, zone)`;

/**
 * Departures from these airports in UTC, and when they have landed for sure. What UTC is ahead of an airport is looked up once per hour of its
 * clock: for each flight it would take most of the demo's time.
 *
 *     SEA 2001-01-14 13:55 (Pacific), 679 miles, 20 minutes late  →  departed 21:55, landed 00:25 (40 + 90 + 20 minutes later)
 */
export const DEPARTURES = `create table departure as
with ahead as (
  select code, clock, timezone('UTC', timezone(zone, clock)) - clock as utc_ahead
  from airport, (select distinct time_bucket(interval 1 hour, date) as clock from flight_file where ${inTime()})
)
select origin, destination, delay, distance, hour(date) as hour_of_day,
       date + utc_ahead as departed_at, departed_at + ${LANDED_AFTER} as landed_at
from flight_file join ahead on code = origin and clock = time_bucket(interval 1 hour, date)
where ${inTime()} and departed_at < ${moment(UNTIL)}`;

/**
 * Of each airport and full hour the departures of the 3 hours before it that have landed by then: what hasn't can't be known late or in time.
 *
 *     departed 21:55, landed 00:25  →  counts at no hour: 22:00, 23:00 and 00:00 are before it has landed
 *     departed 21:55, landed 23:40  →  counts at 00:00
 */
const AIRPORT_TRAFFIC = `with counted as (
  select origin as airport, delay, unnest(generate_series(
           greatest(time_bucket(interval 1 hour, departed_at), time_bucket(interval 1 hour, landed_at - to_microseconds(1))) + interval 1 hour,
           time_bucket(interval 1 hour, departed_at) + interval 3 hour, interval 1 hour)) as ends_at
  from departure
), grid as (
  select origin as airport, unnest(generate_series(
           time_bucket(interval 1 hour, min(departed_at)) + interval 1 hour, ${moment(UNTIL)}, interval 1 hour)) as ends_at
  from departure group by origin
)
select airport, count(delay) as departures_3h, avg(delay) as mean_delay_3h, avg((delay > 15)::int) as late_share_3h, ${utc('ends_at')} as event_time
from grid left join counted using (airport, ends_at)
group by airport, ends_at
order by ends_at, airport`;

/** Its rows as NDJSON. */
export const AIRPORT_TRAFFIC_ROWS = asNdjson(AIRPORT_TRAFFIC);

export interface SpinePeriod {
  readonly from: string;
  readonly until: string;
  /** Whether only flights count whose delay is known at the end. */
  readonly landed: boolean;
}

/** Every sixteenth of the flights between two of the airports that left in a time, as NDJSON in the order of time. */
export const spineRows = ({ from, until, landed }: SpinePeriod): string =>
  asNdjson(`select origin, destination, ${utc('departed_at')} as event_time, distance as distance_miles, hour_of_day, delay > 15 as late
from (
  select *, row_number() over (order by departed_at, origin, destination, distance, delay) as place
  from departure
  where destination in (select code from airport)
    and departed_at >= ${moment(from)} and ${landed ? 'landed_at' : 'departed_at'} < ${moment(until)}
)
where place % ${ONE_OF} = 0
order by place`);

function asNdjson(query: string): string {
  return `select to_json(it)::varchar as row from (${query}) as it`;
}

function utc(column: string): string {
  return `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
}

/** No clock is further than 14 hours from UTC. */
function inTime(): string {
  return `date < ${moment(UNTIL)} + interval 14 hour`;
}

function moment(text: string): string {
  return `${textSql(text)}::timestamptz at time zone 'UTC'`;
}
