import { type DailyWindows, dailyWindows, startOfDay, type WindowTotals } from './daily-windows.js';
import type { Flight } from './flights.js';

/** Feature rows as the bulk route takes them: join keys, features and event_time side by side. */
export type AirportTrafficRow = {
  airport: string;
  departures_7d: number;
  mean_delay_7d: number | null;
  late_share_7d: number | null;
  event_time: string;
};

export type RouteHistoryRow = {
  origin: string;
  destination: string;
  flights_30d: number;
  mean_delay_30d: number | null;
  late_share_30d: number | null;
  distance_miles: number;
  event_time: string;
};

/**
 * What is known of each airport's departures at the start of each day: one row per airport and day, from the day after the first flight
 * to the day after the last. Airports where flights only land get rows with 0 departures and nulls.
 *
 * A flight counts from its departure on, though its arrival delay is known only hours later; with rows at midnight that lets in the few flights
 * that are in the air then. The file has no arrival times to do better.
 */
export function airportTraffic(flights: readonly Flight[]): AirportTrafficRow[] {
  const windows = dailyWindows(flights, (flight) => flight.origin);
  const airports = new Set(flights.flatMap(({ origin, destination }) => [origin, destination]));
  return [...airports].sort().flatMap((airport) =>
    eventDays(windows).map((day) => {
      const totals = windows.totals(airport, day, 7);
      return {
        airport,
        departures_7d: totals.flights,
        mean_delay_7d: share(totals.delayMinutes, totals),
        late_share_7d: share(totals.late, totals),
        event_time: startOfDay(day),
      };
    }),
  );
}

/**
 * What is known of each route's flights at the start of each day on which that has changed, from the day after its first flight on.
 * Most routes have a few flights a month, so a row per route and day would say ten times as much and tell nothing more: the newest row at or
 * before a time is what that day's row would have been. That holds as long as the feature set has no TTL under 30 days.
 */
export function routeHistory(flights: readonly Flight[]): RouteHistoryRow[] {
  const windows = dailyWindows(flights, routeOf);
  const routes = new Map(flights.map((flight) => [routeOf(flight), flight]));
  return windows.keys.flatMap((key) => {
    const route = routes.get(key);
    return route === undefined ? [] : changesOf(route, key, windows);
  });
}

function changesOf(
  { origin, destination, distanceMiles }: Flight,
  key: string,
  windows: DailyWindows,
): RouteHistoryRow[] {
  const rows: RouteHistoryRow[] = [];
  let last: WindowTotals = { flights: 0, delayMinutes: 0, late: 0 };
  for (const day of eventDays(windows)) {
    const totals = windows.totals(key, day, 30);
    if (sameTotals(totals, last)) continue;
    last = totals;
    rows.push({
      origin,
      destination,
      flights_30d: totals.flights,
      mean_delay_30d: share(totals.delayMinutes, totals),
      late_share_30d: share(totals.late, totals),
      distance_miles: distanceMiles,
      event_time: startOfDay(day),
    });
  }
  return rows;
}

/** The first flight's own day has nothing before it; the day after the last flight has all of them. */
function eventDays({ firstDay, lastDay }: DailyWindows): number[] {
  return Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, i) => firstDay + 1 + i);
}

/** IATA codes have no slash, so that two routes never share a key. */
function routeOf({ origin, destination }: Flight): string {
  return `${origin}/${destination}`;
}

function share(sum: number, { flights }: WindowTotals): number | null {
  return flights === 0 ? null : sum / flights;
}

function sameTotals(a: WindowTotals, b: WindowTotals): boolean {
  return a.flights === b.flights && a.delayMinutes === b.delayMinutes && a.late === b.late;
}
