import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AIRPORT_TRAFFIC, ROUTE_HISTORY } from '../../src/demo/flights/flight-feature-sets.js';
import { airportTraffic, routeHistory } from '../../src/demo/flights/flight-features.js';
import type { Flight } from '../../src/demo/flights/flights.js';

const FIRST = Date.parse('2001-01-01T00:00:00Z');
const DAY = 86_400_000;

/** Few airports and 50 days, so that windows of both lengths fill, empty and meet their bounds. */
const aFlight: fc.Arbitrary<Flight> = fc.record({
  time: fc
    .oneof(
      fc.integer({ min: 0, max: 50 * 1440 - 1 }),
      fc.integer({ min: 0, max: 49 }).map((day) => day * 1440),
    )
    .map((minute) => new Date(FIRST + minute * 60_000).toISOString().replace('.000Z', 'Z')),
  delayMinutes: fc.integer({ min: -30, max: 60 }),
  distanceMiles: fc.constant(500),
  origin: fc.constantFrom('SEA', 'DEN', 'SFO'),
  destination: fc.constantFrom('SEA', 'DEN', 'SFO'),
});
const someFlights = fc.array(aFlight, { minLength: 1, maxLength: 40 });

/** The definition read aloud: flights with t − days ≤ departure < t. */
function naive(flights: readonly Flight[], time: string, days: number): [number, number | null, number | null] {
  const end = Date.parse(time);
  const inside = flights.filter(({ time: at }) => Date.parse(at) >= end - days * DAY && Date.parse(at) < end);
  if (inside.length === 0) return [0, null, null];
  const delay = inside.reduce((sum, flight) => sum + flight.delayMinutes, 0) / inside.length;
  return [inside.length, delay, inside.filter((flight) => flight.delayMinutes > 15).length / inside.length];
}

function flight(time: string, delayMinutes = 0): Flight {
  return { time, delayMinutes, distanceMiles: 679, origin: 'SEA', destination: 'SFO' };
}

describe('airport_traffic', () => {
  it('agrees with its definition for every airport and day', () => {
    fc.assert(
      fc.property(someFlights, (flights) => {
        for (const row of airportTraffic(flights)) {
          const departures = flights.filter(({ origin }) => origin === row.airport);

          expect([row.departures_7d, row.mean_delay_7d, row.late_share_7d]).toEqual(
            naive(departures, row.event_time, 7),
          );
        }
      }),
    );
  });

  it('has one row per airport and day, from the day after the first flight to the day after the last', () => {
    const rows = airportTraffic([flight('2001-01-01T23:59:00Z'), flight('2001-01-03T00:00:00Z')]);

    expect(rows.map((row) => `${row.airport} ${row.event_time} ${row.departures_7d}`)).toEqual([
      'SEA 2001-01-02T00:00:00Z 1',
      'SEA 2001-01-03T00:00:00Z 1',
      'SEA 2001-01-04T00:00:00Z 2',
      'SFO 2001-01-02T00:00:00Z 0',
      'SFO 2001-01-03T00:00:00Z 0',
      'SFO 2001-01-04T00:00:00Z 0',
    ]);
  });

  it('counts a flight 7 days before the event time and drops the one a minute older', () => {
    const rows = airportTraffic([
      flight('2001-01-01T23:59:00Z'),
      flight('2001-01-02T00:00:00Z', 16),
      flight('2001-01-09T12:00:00Z', 15),
    ]);

    const at = (time: string) => rows.find((row) => row.airport === 'SEA' && row.event_time === time);

    expect(at('2001-01-08T00:00:00Z')).toMatchObject({ departures_7d: 2, mean_delay_7d: 8, late_share_7d: 0.5 });
    expect(at('2001-01-09T00:00:00Z')).toMatchObject({ departures_7d: 1, mean_delay_7d: 16, late_share_7d: 1 });
    expect(at('2001-01-10T00:00:00Z')).toMatchObject({ departures_7d: 1, mean_delay_7d: 15, late_share_7d: 0 });
  });
});

describe('route_history', () => {
  it('tells for every route and day what a row of that very day would', () => {
    fc.assert(
      fc.property(someFlights, (flights) => {
        const rows = routeHistory(flights);
        const last = Math.max(...flights.map(({ time }) => Date.parse(time)));

        for (const { origin, destination } of flights) {
          const own = flights.filter((other) => other.origin === origin && other.destination === destination);
          const history = rows.filter((row) => row.origin === origin && row.destination === destination);
          for (let at = FIRST; at <= last + DAY; at += DAY) {
            const newest = history.findLast((row) => Date.parse(row.event_time) <= at);
            const day = new Date(Math.min(at, Math.floor(last / DAY + 1) * DAY)).toISOString();

            expect([newest?.flights_30d ?? 0, newest?.mean_delay_30d ?? null, newest?.late_share_30d ?? null]).toEqual(
              naive(own, day, 30),
            );
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('starts the day after the first flight, is silent while nothing changes, and says when the window has emptied', () => {
    const rows = routeHistory([
      flight('2001-01-05T10:00:00Z', 20),
      { ...flight('2001-03-01T10:00:00Z'), origin: 'DEN' },
    ]);

    expect(rows.filter(({ origin }) => origin === 'SEA')).toEqual([
      {
        origin: 'SEA',
        destination: 'SFO',
        flights_30d: 1,
        mean_delay_30d: 20,
        late_share_30d: 1,
        distance_miles: 679,
        event_time: '2001-01-06T00:00:00Z',
      },
      {
        origin: 'SEA',
        destination: 'SFO',
        flights_30d: 0,
        mean_delay_30d: null,
        late_share_30d: null,
        distance_miles: 679,
        event_time: '2001-02-05T00:00:00Z',
      },
    ]);
  });
});

describe('every feature row', () => {
  it('stays as it is whatever happens at or after its event time', () => {
    // Two flights elsewhere give both sides the same first and last day: there are rows only for the days of the file.
    const elsewhere = { ...flight('2001-01-01T00:00:00Z'), origin: 'BOS', destination: 'ORD' };
    const frame = [elsewhere, { ...elsewhere, time: '2001-02-20T00:00:00Z' }];

    fc.assert(
      fc.property(
        someFlights,
        fc.array(aFlight, { maxLength: 10 }),
        fc.integer({ min: 0, max: 50 }),
        (flights, others, day) => {
          const now = new Date(FIRST + day * DAY).toISOString().replace('.000Z', 'Z');
          const past = [...frame, ...flights.filter(({ time }) => time < now)];
          const future = others.filter(({ time }) => time >= now);
          const upToNow = (row: { event_time: string }) => row.event_time <= now;

          expect(routeHistory([...past, ...future]).filter(upToNow)).toEqual(routeHistory(past).filter(upToNow));

          const changed = new Map(
            airportTraffic([...past, ...future]).map((row) => [`${row.airport} ${row.event_time}`, row]),
          );
          for (const row of airportTraffic(past).filter(upToNow)) {
            expect(changed.get(`${row.airport} ${row.event_time}`)).toEqual(row);
          }
        },
      ),
    );
  });

  it('holds the join keys, the features in the order of the definition and the event time', () => {
    const flights = [flight('2001-01-01T10:00:00Z')];

    const columns = ({ entity, features }: typeof AIRPORT_TRAFFIC) => [
      ...[...entity.joinKeys, ...features].map(({ name }) => name),
      'event_time',
    ];

    expect(Object.keys(airportTraffic(flights)[0] ?? {})).toEqual(columns(AIRPORT_TRAFFIC));
    expect(Object.keys(routeHistory(flights)[0] ?? {})).toEqual(columns(ROUTE_HISTORY));
  });

  it('is not made up where there is no flight at all', () => {
    expect(airportTraffic([])).toEqual([]);
    expect(routeHistory([])).toEqual([]);
  });
});
