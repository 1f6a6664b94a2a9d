import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

const SERIES = `query ($runs: [ID!]!, $metric: String!, $points: Int, $x: SeriesAxis, $range: SeriesRange) {
  metricSeries(runs: $runs, metric: $metric, points: $points, x: $x, range: $range) {
    run { id } metric axis x values steps times downsampled smoothed(weight: 0.5)
  }
}`;

interface Series {
  readonly run: { readonly id: string };
  readonly x: readonly number[];
  readonly values: readonly (number | string)[];
  readonly steps: readonly number[];
  readonly times: readonly string[];
  readonly smoothed: readonly (number | string)[];
  readonly downsampled: boolean;
}

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

async function series(variables: Record<string, unknown>): Promise<Series[]> {
  return (await app.graphql<{ metricSeries: Series[] }>(SERIES, { metric: 'loss', ...variables })).metricSeries;
}

interface Point {
  readonly step: number;
  readonly second: number;
  readonly value: number;
}

const timeOf = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const written = (value: number) => (Number.isFinite(value) ? value : String(value));

const point: fc.Arbitrary<Point> = fc.record({
  step: fc.integer({ min: -5, max: 60 }),
  second: fc.integer({ min: 0, max: 50 }),
  value: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  ),
});
const question = fc.record({
  points: fc.uniqueArray(point, {
    minLength: 1,
    maxLength: 60,
    selector: ({ step, second, value }) => `${step} ${second} ${value}`,
  }),
  most: fc.integer({ min: 4, max: 30 }),
  axis: fc.constantFrom('STEP', 'TIME', 'RELATIVE_TIME'),
  // Where it begins and how long it is, in steps or seconds.
  range: fc.option(fc.tuple(fc.option(fc.integer({ min: -8, max: 55 })), fc.option(fc.integer({ min: 0, max: 40 })))),
});

interface Part {
  readonly from: number;
  readonly to: number;
}

const ALL: Part = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** What is asked for of the axis, in as many equal parts as there are pairs of points, besides the first and the last point of all. */
function partOf(
  { step, second }: Point,
  points: readonly Point[],
  most: number,
  axis: string,
  { from, to }: Part,
): number {
  const parts = Math.floor((most - 2) / 2);
  const inOrder = [...points].sort((a, b) => a.step - b.step || a.second - b.second || a.value - b.value);
  const [first, last] = [inOrder[0] as Point, inOrder.at(-1) as Point];
  const place = axis === 'STEP' ? step : second;
  const begins = Math.max(from, axis === 'STEP' ? first.step : first.second);
  const ends = Math.min(to, axis === 'STEP' ? last.step + 1 : last.second);
  // A part without length is one, whatever lies there.
  if (begins === ends) return parts - 1;
  return Math.max(0, Math.min(parts - 1, Math.floor(((place - begins) * parts) / (ends - begins))));
}

describe('the series of a metric', () => {
  it('holds real points in the order of the axis, no more than asked for, with the extremes of each part of it', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ points: all, most, axis, range }) => {
        const run = await runs.start({ startedAt: timeOf(-100) });
        const [from = null, length = null] = range ?? [];
        const part: Part = { from: from ?? ALL.from, to: length === null ? ALL.to : (from ?? 0) + length };
        const points = all.filter(({ step, second }) => {
          const place = axis === 'STEP' ? step : second;
          return place >= part.from && place <= part.to;
        });
        // Where second 0 lies on the axis.
        const zero = { STEP: 0, TIME: Date.UTC(2026, 0, 1) / 1000, RELATIVE_TIME: 100 }[axis] ?? 0;
        const asked = range && {
          ...(from !== null && { from: from + zero }),
          ...(length !== null && { to: part.to + zero }),
        };
        const metrics = all.map(({ step, second, value }) => ({
          name: 'loss',
          step,
          time: timeOf(second),
          value: written(value),
        }));
        await runs.log(run, { metrics });

        const [found] = await series({ runs: [run.id], points: most, x: axis, range: asked });

        const told = (found?.values ?? []).map((value, index) => ({
          step: found?.steps[index] ?? 0,
          second: (Date.parse(found?.times[index] ?? '') - Date.UTC(2026, 0, 1)) / 1000,
          value: Number(value),
        }));
        const keys = new Set(told.map((each) => JSON.stringify([each.step, each.second, String(each.value)])));
        expect(keys.size).toBe(told.length);
        const has = ({ step, second, value }: Point) => keys.has(JSON.stringify([step, second, String(value)]));
        expect(told.length).toBe(points.filter(has).length);
        expect(told.length).toBeLessThanOrEqual(most);
        expect(found?.downsampled).toBe(points.length > most);
        if (points.length <= most) expect(told.length).toBe(points.length);
        const xOf = ({ step, second }: Point) => (axis === 'STEP' ? step : second + zero);
        expect(found?.x).toEqual(told.map(xOf));
        expect(found?.x).toEqual([...(found?.x ?? [])].sort((a, b) => a - b));
        const parts = new Map<number, number[]>();
        for (const each of points) {
          const number = partOf(each, all, most, axis, part);
          if (!Number.isNaN(each.value)) parts.set(number, [...(parts.get(number) ?? []), each.value]);
        }
        for (const [number, values] of parts) {
          const own = told.filter((each) => partOf(each, all, most, axis, part) === number).map(({ value }) => value);
          expect(own).toEqual(expect.arrayContaining([Math.min(...values), Math.max(...values)]));
        }
      }),
      { numRuns: casesOf(40, 2_000) },
    );
  }, 600_000);

  it('is told of many runs at once, in their order, empty for one that lacks the metric', async () => {
    const [one, two, three] = [await runs.start(), await runs.start(), await runs.start()];
    await runs.log(one, { metrics: [1, 2, 3].map((step) => ({ name: 'loss', step, value: step * 10 })) });
    await runs.log(three, { metrics: [{ name: 'loss', step: 7, value: 0.5 }] });

    const found = await series({ runs: [three.id, two.id, one.id, three.id] });

    expect(found.map(({ run, steps, values }) => [run.id, steps, values])).toEqual([
      [three.id, [7], [0.5]],
      [two.id, [], []],
      [one.id, [1, 2, 3], [10, 20, 30]],
    ]);
    // Without bias the first is the value itself.
    expect(found[2]?.smoothed).toEqual([10, 50 / 3, 170 / 7]);
  });

  it('keeps the one peak and the one trough of a long run', async () => {
    const run = await runs.start();
    await runs.log(run, { metrics: [{ name: 'loss', step: 0, value: 1, time: timeOf(0) }] });
    await app.database.dataSource.query(
      `insert into run_metric_point select run_id, 'loss', n, time + n * interval '1 second',
         case n when 77777 then 1e9 when 123456 then -1e9 else sin(n) end
       from run_metric m, generate_series(1, 200000) n where m.run_id = (select run_id from run_metric where name = 'loss' order by run_id desc limit 1)`,
    );
    await runs.log(run, { metrics: [{ name: 'loss', step: 200_001, value: 2, time: timeOf(200_001) }] });

    for (const x of ['STEP', 'TIME']) {
      const [found] = await series({ runs: [run.id], points: 500, x });
      const peak = found?.values.indexOf(1e9) ?? -1;
      const trough = found?.values.indexOf(-1e9) ?? -1;
      expect([found?.steps[peak], found?.steps[trough], found?.steps[0], found?.steps.at(-1)]).toEqual([
        77_777, 123_456, 0, 200_001,
      ]);
      expect(found?.values.length).toBeLessThanOrEqual(500);
      expect(found?.downsampled).toBe(true);
    }

    // Zoomed to a hundredth of it, every point of a short part is told, and of a longer one the peak and both ends.
    const base = Date.parse(timeOf(0)) / 1000;
    for (const [x, zero] of [
      ['STEP', 0],
      ['TIME', base],
    ] as const) {
      const ask = async (from: number, to: number) =>
        (await series({ runs: [run.id], points: 500, x, range: { from: from + zero, to: to + zero } }))[0];
      const short = await ask(77_600, 78_000);
      expect([short?.steps.length, short?.steps[177], short?.downsampled]).toEqual([401, 77_777, false]);
      const long = await ask(77_000, 79_000);
      const told = [long?.steps[long.values.indexOf(1e9)], long?.steps[0], long?.steps.at(-1), long?.downsampled];
      expect(told).toEqual([77_777, 77_000, 79_000, true]);
      expect(long?.values.length).toBeGreaterThan(400);
    }
  }, 60_000);

  it.each([
    ['too few points', { points: 3 }, 'BAD_USER_INPUT', 'points is 3'],
    ['too many points', { points: 10_001 }, 'BAD_USER_INPUT', 'points is 10001'],
    ['a range that ends before it begins', { range: { from: 7, to: 5 } }, 'BAD_USER_INPUT', 'range.from is 7'],
    ['a range from no number', { range: { from: 'NaN' } }, 'BAD_USER_INPUT', 'range.from is NaN'],
    ['too many runs', { runs: Array.from({ length: 101 }, () => 'run_x') }, 'BAD_USER_INPUT', 'runs names 101'],
    ['a run that is not there', { runs: ['run_01jzzzzzzzfqra2b3c4d5e6f7g'] }, 'NOT_FOUND', 'run_01j'],
  ])('refuses %s', async (_what, given, code, named) => {
    const run = await runs.start();

    const error = await app.graphqlError(SERIES, { metric: 'loss', runs: [run.id], ...given });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(named);
  });
});
