import type { TrainingRow } from '../model/late-flight-model.js';
import type { AirportTrafficRow, RouteHistoryRow } from './flight-features.js';
import { type Flight, isLate } from './flights.js';
import { joinPointInTime } from './point-in-time.js';

/** The two model versions of the demo: what each reads, in the order of its signature. */
export const LATE_FLIGHT_VARIANTS = {
  v1: ['airport_traffic:departures_7d', 'airport_traffic:mean_delay_7d', 'airport_traffic:late_share_7d'],
  v2: [
    'airport_traffic:departures_7d',
    'airport_traffic:mean_delay_7d',
    'airport_traffic:late_share_7d',
    'route_history:flights_30d',
    'route_history:mean_delay_30d',
    'route_history:late_share_30d',
    'route_history:distance_miles',
  ],
} as const;

export type FlightFeature = (typeof LATE_FLIGHT_VARIANTS)['v2'][number];

/**
 * The first week only fills the 7-day windows. The 30-day windows stay partly filled through January; starting when they are full would halve
 * the training rows, and a mean over fewer days is still a mean.
 */
export const TRAINING_START = '2001-01-08T00:00:00Z';

/**
 * Training takes January and February, evaluation all of March: a split by time and not at random, because the model will only ever be asked about
 * flights after those it learnt from, and a whole month, so that every weekday weighs about the same.
 */
export const HELD_OUT_START = '2001-03-01T00:00:00Z';

/** One row of the spine: the join keys of both feature sets, the time and the label, under the names that the service joins on. */
export type FlightSpineRow = {
  airport: string;
  origin: string;
  destination: string;
  event_time: string;
  late: boolean;
};

/** Flights from TRAINING_START on, as the spine of a training set; the airport whose traffic counts is the one of departure. */
export function flightSpine(flights: readonly Flight[]): FlightSpineRow[] {
  return flights
    .filter((flight) => flight.time >= TRAINING_START)
    .map((flight) => ({
      airport: flight.origin,
      origin: flight.origin,
      destination: flight.destination,
      event_time: flight.time,
      late: isLate(flight),
    }));
}

/** The spine joined with both feature sets in memory: one training row per spine row, its vector in the order of `features`. */
export function flightTrainingRows(
  spine: readonly FlightSpineRow[],
  traffic: readonly AirportTrafficRow[],
  routes: readonly RouteHistoryRow[],
  features: readonly FlightFeature[],
): TrainingRow[] {
  const airports = joinPointInTime(
    spine.map((row) => ({ key: [row.airport], time: row.event_time })),
    traffic,
    (row) => [row.airport],
  );
  const pairs = joinPointInTime(
    spine.map((row) => ({ key: [row.origin, row.destination], time: row.event_time })),
    routes,
    (row) => [row.origin, row.destination],
  );
  return spine.map(({ event_time, late }, i) => {
    const [airport, route] = [airports[i], pairs[i]];
    const values: Record<FlightFeature, number | null> = {
      'airport_traffic:departures_7d': airport?.departures_7d ?? null,
      'airport_traffic:mean_delay_7d': airport?.mean_delay_7d ?? null,
      'airport_traffic:late_share_7d': airport?.late_share_7d ?? null,
      'route_history:flights_30d': route?.flights_30d ?? null,
      'route_history:mean_delay_30d': route?.mean_delay_30d ?? null,
      'route_history:late_share_30d': route?.late_share_30d ?? null,
      'route_history:distance_miles': route?.distance_miles ?? null,
    };
    return { time: event_time, vector: features.map((feature) => values[feature]), label: late };
  });
}

/** Chronological split; held-out rows are those at or after `heldOutStart`. */
export function splitByTime(
  rows: readonly TrainingRow[],
  heldOutStart = HELD_OUT_START,
): { training: TrainingRow[]; heldOut: TrainingRow[] } {
  const start = Date.parse(heldOutStart);
  const isHeldOut = (row: TrainingRow): boolean => Date.parse(row.time) >= start;
  return { training: rows.filter((row) => !isHeldOut(row)), heldOut: rows.filter(isHeldOut) };
}
