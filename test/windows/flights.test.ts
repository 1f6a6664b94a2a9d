import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from '@jest/globals';
import { WindowedFile } from '../../src/windows/compute-windows.js';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { planWindows } from '../../src/windows/window-plan.js';

/** WINDOW_FLIGHTS=1 for three million flights. */
const isAsked = process.env.WINDOW_FLIGHTS !== undefined;
const FLIGHTS = join(createRequire(import.meta.url).resolve('vega-datasets'), '../../data/flights-3m.parquet');
const HOUR = 3_600_000_000;
/** What DuckDB is told to hold, Node, and what neither counts. */
const MOST_MEGABYTES = 600;

interface Flights {
  readonly times: number[];
  readonly delays: number[];
}

/** Departures by airport, in order. */
async function flightsByAirport(): Promise<Map<string, Flights>> {
  const airports = new Map<string, Flights>();
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const result = await connection.stream(
    `select origin, epoch_us(date)::double, delay::double from read_parquet('${FLIGHTS}') order by date`,
  );
  for await (const rows of result.yieldRows())
    for (const [origin, time, delay] of rows as [string, number, number][]) {
      const own = airports.get(origin) ?? { times: [], delays: [] };
      airports.set(origin, own);
      own.times.push(time);
      own.delays.push(delay);
    }
  connection.closeSync();
  return airports;
}

/** Count, sum of delays and late flights in [at - 3 h, at), row by row of the windows that there should be. */
function* expectedRows({ times, delays }: Flights): Generator<[at: number, count: number, sum: number, late: number]> {
  const last = times.at(-1) ?? 0;
  let [begin, end, sum, late] = [0, 0, 0, 0];
  for (let at = (Math.floor((times[0] ?? 0) / HOUR) + 1) * HOUR; ; at += HOUR) {
    for (; (times[end] ?? Infinity) < at; end++) {
      sum += delays[end] ?? 0;
      late += Number((delays[end] ?? 0) > 15);
    }
    for (; (times[begin] ?? Infinity) < at - 3 * HOUR; begin++) {
      sum -= delays[begin] ?? 0;
      late -= Number((delays[begin] ?? 0) > 15);
    }
    yield [at, end - begin, sum, late];
    if (at - 3 * HOUR > last) return;
  }
}

/** The most that a process that this one started has held, in megabytes, while `work` is done. */
async function peakOfChildren(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = async () => {
    const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').catch(() => '');
    for (const pid of children.split(' ').filter((text) => text !== '')) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
    }
  };
  const timer = setInterval(() => void look(), 20);
  await work();
  clearInterval(timer);
  return peak;
}

describe('windows of three million flights', () => {
  (isAsked ? it : it.skip)(
    'are what a pass over the flights of each airport says, in little memory',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'headwater-flights-'));
      const target = join(directory, 'rows.parquet');
      const file = await WindowedFile.open(
        { path: FLIGHTS, format: 'parquet', packed: false, delimiter: 'comma' },
        directory,
      );
      const plan = planWindows(
        { columns: await file.columns(), timeZone: 'UTC' },
        {
          keys: [{ joinKey: 'airport', column: 'origin', type: 'STRING' }],
          time: readMoment('date'),
          availableAt: undefined,
          features: ['n=count()', 'total=sum(delay)', 'mean=mean(delay)', 'late=count(delay > 15)'].map(
            readWindowedFeature,
          ),
          windowSeconds: 3 * 3_600,
          everySeconds: 3_600,
        },
      );
      const begin = performance.now();
      const peak = await peakOfChildren(() =>
        file.write(target, { plan, until: Date.now() * 1_000, part: undefined }, () => undefined),
      );
      process.stderr.write(`${Math.round(performance.now() - begin)} ms, ${Math.round(peak)} MB\n`);

      const airports = await flightsByAirport();
      const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
      const result = await connection.stream(
        `select airport, epoch_us(event_time)::double, n::double, coalesce(total, 0)::double, late::double, mean from read_parquet('${target}') order by all`,
      );
      let wanted: ReturnType<typeof expectedRows> | undefined;
      let airport: string | undefined;
      let count = 0;
      const different: unknown[] = [];
      for await (const rows of result.yieldRows())
        for (const [origin, at, n, total, late, mean] of rows as [
          string,
          number,
          number,
          number,
          number,
          number | null,
        ][]) {
          if (origin !== airport) {
            if (wanted?.next().done === false) different.push([airport, 'ends too early']);
            wanted = expectedRows(airports.get(origin) ?? { times: [], delays: [] });
            airport = origin;
          }
          const row = wanted?.next().value;
          const same = row && row[0] === at && row[1] === n && row[2] === total && row[3] === late;
          if (!same || mean !== (n === 0 ? null : total / n)) different.push([origin, at, n, total, late, mean, row]);
          count++;
        }
      connection.closeSync();
      await rm(directory, { recursive: true });

      expect(different.slice(0, 5)).toEqual([]);
      expect(count).toBeGreaterThan(500_000);
      expect(peak).toBeGreaterThan(0);
      expect(peak).toBeLessThan(MOST_MEGABYTES);
    },
    1_800_000,
  );
});
