import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';
import { type Summary, summaries, type TimedPoint, written } from './metric-oracle.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

const SUMMARIES = 'query ($id: ID!) { run(id: $id) { metrics { name value last first min max } } }';

/** With the numbers that JSON has no words for put back. */
async function read(run: { readonly id: string }): Promise<Summary[]> {
  type Row = { [Field in keyof Summary]: Summary[Field] extends string ? string : number | string | null };
  const { run: found } = await app.graphql<{ run: { metrics: Row[] } }>(SUMMARIES, { id: run.id });
  const number = (value: number | string | null) => (value === null ? null : Number(value));
  return found.metrics.map(
    ({ name, last, first, min, max }) =>
      ({ name, last: number(last), first: number(first), min: number(min), max: number(max) }) as Summary,
  );
}

const point: fc.Arbitrary<TimedPoint> = fc.record({
  name: fc.constantFrom('a', 'b', 'validation/c'),
  step: fc.integer({ min: -2, max: 3 }),
  time: fc.integer({ min: 0, max: 3 }).map((minute) => `2026-01-01T00:0${minute}:00.000Z`),
  value: fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  ),
});

it('keeps last, first, least and greatest whatever comes in which order, how often and with what', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(point, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      async (calls) => {
        const run = await runs.start();
        // Each call is sent twice, as a client does that heard no answer.
        for (const metrics of [...calls, ...calls])
          await runs.log(run, { metrics: metrics.map((each) => ({ ...each, value: written(each.value) })) });
        expect(await read(run)).toEqual(summaries(calls.flat()).map(plainZeros));
      },
    ),
    { numRuns: casesOf(15, 500) },
  );
}, 600_000);

/** JSON has one zero. */
function plainZeros(summary: Summary): Summary {
  return Object.fromEntries(
    Object.entries(summary).map(([field, value]) => [field, value === 0 ? 0 : value]),
  ) as unknown as Summary;
}

it('keeps them when many write to one run at once', async () => {
  const run = await runs.start();
  const at = (writer: number, n: number): TimedPoint => ({
    name: `m${n % 2}`,
    step: (writer * 7 + n * 3) % 10,
    time: `2026-01-01T00:00:0${n}.000Z`,
    value: ((writer * 31 + n * 17) % 23) - 11,
  });
  const calls = Array.from({ length: 8 }, (_, writer) => Array.from({ length: 6 }, (__, n) => at(writer, n)));

  await Promise.all([...calls, ...calls].map((metrics) => runs.log(run, { metrics })));

  expect(await read(run)).toEqual(summaries(calls.flat()));
});

it('takes 1,000 points a call, and lists what the machine says only on request', async () => {
  const run = await runs.start();
  const metrics = Array.from({ length: 1_000 }, (_, step) => ({
    name: step % 2 === 0 ? 'loss' : 'system/cpu',
    step,
    value: step,
  }));
  const logged = await runs.log(run, { metrics });
  expect(logged.metrics).toMatchObject([{ name: 'loss', value: 998 }]);

  type Answer = { run: Record<'all' | 'some', { name: string; max: number }[]> };
  const answer = await app.graphql<Answer>(
    `query ($id: ID!) { run(id: $id) { all: metrics(system: true) { name max } some: metrics(names: ["system/cpu"]) { name max } } }`,
    { id: run.id },
  );
  expect(answer.run.all.map(({ name }) => name)).toEqual(['loss', 'system/cpu']);
  expect(answer.run.some).toEqual([{ name: 'system/cpu', max: 999 }]);
});
