import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AIRPORT_TRAFFIC } from '../../src/demo/flights/airport-traffic.js';
import { openDepartures } from '../../src/demo/flights/departures.js';
import type { FlightTables } from '../../src/demo/flights/flight-tables.js';
import { readFlightFile } from '../../src/demo/flights/flights.js';
import { BOTH_ENDS, HELD_OUT, HELD_OUT_START, ORIGIN, TRAINING } from '../../src/demo/flights/late-flight-variants.js';
import { judgeModel } from '../../src/demo/model/judge-model.js';
import { type TrainingRow, trainLateFlightModel } from '../../src/demo/model/late-flight-model.js';
import { HOUR, type RawFlight, RawTraffic, readRawFlights } from './raw-flights.js';

interface SpineRow {
  readonly origin: string;
  readonly destination: string;
  readonly event_time: string;
  readonly distance_miles: number;
  readonly hour_of_day: number;
  readonly late: boolean;
}

interface TrafficRow {
  readonly airport: string;
  readonly event_time: string;
  readonly departures_3h: number;
  readonly mean_delay_3h: number | null;
  readonly late_share_3h: number | null;
}

let tables: FlightTables;
let flights: RawFlight[];
let raw: RawTraffic;
let rows: TrafficRow[];

beforeAll(async () => {
  tables = await openDepartures();
  flights = await readRawFlights((await readFlightFile()).path);
  raw = new RawTraffic(flights);
  rows = (await tables.airportTraffic()).map((row) => JSON.parse(row) as TrafficRow);
});

afterAll(() => tables.close());

const spine = async (period: typeof TRAINING) => (await tables.spine(period)).map((row) => JSON.parse(row) as SpineRow);

/** From the file as it is, with what had landed before the hour of departure. */
function rawRows(rows: readonly SpineRow[], isBothEnds: boolean): TrainingRow[] {
  return rows.map(({ origin, destination, event_time, distance_miles, hour_of_day, late }) => {
    const at = Date.parse(event_time);
    const more = isBothEnds ? [...raw.at(destination, at), distance_miles, hour_of_day] : [];
    return { time: event_time, vector: [...raw.at(origin, at), ...more], label: late };
  });
}

describe('airport_traffic', () => {
  it('is what had landed of the three hours before, for every airport and hour', async () => {
    expect(rows.length).toBeGreaterThan(64_000);
    expect(rows.at(-1)?.event_time).toBe('2001-04-01T00:00:00Z');
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'airport',
      ...AIRPORT_TRAFFIC.features.map(({ name }) => name),
      'event_time',
    ]);
    const wrong = rows.filter((row) => {
      const [count, mean, share] = raw.at(row.airport, Date.parse(row.event_time));
      const isNear = (a: number | null, b: number | null) =>
        a === null || b === null ? a === b : Math.abs(a - b) < 1e-9;
      return row.departures_3h !== count || !isNear(row.mean_delay_3h, mean) || !isNear(row.late_share_3h, share);
    });
    expect(wrong).toEqual([]);
  });

  it('has one row of each hour per airport, from its first flight on', async () => {
    const hours = new Map<string, number[]>();
    for (const { airport, event_time } of rows) {
      const times = hours.get(airport);
      if (times === undefined) hours.set(airport, [Date.parse(event_time)]);
      else times.push(Date.parse(event_time));
    }

    expect(hours.size).toBe(30);
    for (const times of hours.values())
      expect(times.every((time, index) => time === (times[0] ?? 0) + index * HOUR)).toBe(true);
  });
});

describe('the flights to learn from and to judge by', () => {
  it('are flights of the file, none twice, with labels that were known when the model was made', async () => {
    const known = new Map<string, number>();
    const keyOf = (origin: string, destination: string, at: number, isLate: boolean) =>
      `${origin} ${destination} ${at} ${isLate}`;
    for (const { origin, destination, departedAt, landedAt, delay } of flights) {
      const key = keyOf(origin, destination, departedAt, delay > 15);
      known.set(key, Math.min(landedAt, known.get(key) ?? Number.POSITIVE_INFINITY));
    }
    const [training, heldOut] = [await spine(TRAINING), await spine(HELD_OUT)];
    const landed = ({ origin, destination, event_time, late }: SpineRow) =>
      known.get(keyOf(origin, destination, Date.parse(event_time), late)) ?? Number.NaN;

    expect(training.length).toBeGreaterThan(20_000);
    expect(heldOut.length).toBeGreaterThan(10_000);
    expect(training.filter((row) => !(landed(row) < Date.parse(HELD_OUT_START)))).toEqual([]);
    expect(heldOut.filter((row) => Number.isNaN(landed(row)) || row.event_time < HELD_OUT_START)).toEqual([]);
  });

  it('give a first model that is worth serving and a second that is better, on March, from the raw file', async () => {
    const [training, heldOut] = [await spine(TRAINING), await spine(HELD_OUT)];
    const train = (isBothEnds: boolean) => {
      const { features, requestInputs } = isBothEnds ? BOTH_ENDS : ORIGIN;
      const names = [...features, ...requestInputs.map(({ name }) => name)];
      const { model } = trainLateFlightModel(names, rawRows(training, isBothEnds));
      return { model, rows: rawRows(heldOut, isBothEnds) };
    };
    const [first, second] = [train(false), train(true)];

    const figures = (verdict: ReturnType<typeof judgeModel>) =>
      Object.fromEntries(verdict.figures.map(({ name, value }) => [name, value]));
    const [one, two] = [figures(judgeModel(first)), figures(judgeModel(second, first))];

    expect(one.roc_auc).toBeGreaterThanOrEqual(0.6);
    expect(one.roc_auc_low).toBeGreaterThan(0.5);
    expect(two.roc_auc_gain_low).toBeGreaterThan(0);
    expect(two.roc_auc_gain).toBeCloseTo((two.roc_auc ?? 0) - (one.roc_auc ?? 0), 12);
    for (const judged of [one, two]) expect(judged.log_loss).toBeLessThan(judged.base_log_loss ?? 0);
  });
});
