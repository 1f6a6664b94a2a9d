import { type Flight, isLate } from './flights.js';

/** Sums over the flights of one key in one window. All integers, so that they are exact in any order of summing. */
export interface WindowTotals {
  flights: number;
  delayMinutes: number;
  late: number;
}

export interface DailyWindows {
  /** Days since 1970-01-01 UTC of the first and the last flight. */
  firstDay: number;
  lastDay: number;
  keys: readonly string[];
  /** Totals of the flights with `day − days ≤ departure < day`, the bounds at 00:00Z: never a flight of `day` itself. */
  totals(key: string, day: number, days: number): WindowTotals;
}

const MS_PER_DAY = 86_400_000;

export function dayOf(time: string): number {
  return Math.floor(Date.parse(time) / MS_PER_DAY);
}

/** RFC 3339 UTC text of the start of a day. */
export function startOfDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().replace('.000Z', 'Z');
}

/**
 * Running totals per key and day. A window that starts and ends at midnight is then the difference of two of them,
 * whatever its length: one pass over the flights, constant time per window.
 * @param keyOf the key that a flight counts for
 */
export function dailyWindows(flights: readonly Flight[], keyOf: (flight: Flight) => string): DailyWindows {
  const days = flights.map((flight) => dayOf(flight.time));
  const firstDay = days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const lastDay = days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const span = lastDay - firstDay + 2;

  const perDay = new Map<string, WindowTotals[]>();
  flights.forEach((flight, i) => {
    const key = keyOf(flight);
    const running = perDay.get(key) ?? Array.from({ length: span }, () => ({ ...NOTHING }));
    perDay.set(key, running);
    // One place to the right: running[d] is to hold what departed before day d, and so nothing of day d.
    const bucket = running[(days[i] ?? 0) - firstDay + 1];
    if (bucket === undefined) return;
    bucket.flights += 1;
    bucket.delayMinutes += flight.delayMinutes;
    bucket.late += Number(isLate(flight));
  });
  for (const running of perDay.values()) accumulate(running);

  const before = (key: string, day: number): WindowTotals =>
    perDay.get(key)?.[Math.max(0, Math.min(day - firstDay, span - 1))] ?? NOTHING;

  return {
    firstDay,
    lastDay,
    keys: [...perDay.keys()].sort(),
    totals(key, day, length) {
      const [end, start] = [before(key, day), before(key, day - length)];
      return {
        flights: end.flights - start.flights,
        delayMinutes: end.delayMinutes - start.delayMinutes,
        late: end.late - start.late,
      };
    },
  };
}

/** Turns totals per day into totals up to each day, in place. */
function accumulate(days: WindowTotals[]): void {
  let sum = NOTHING;
  for (const day of days) {
    day.flights += sum.flights;
    day.delayMinutes += sum.delayMinutes;
    day.late += sum.late;
    sum = day;
  }
}

const NOTHING: WindowTotals = Object.freeze({ flights: 0, delayMinutes: 0, late: 0 });
