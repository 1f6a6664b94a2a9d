import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ask, startRun } from './ask.js';

const RUNS = 40;
const T = 1_700_000_000_000;

interface Found {
  readonly runs?: readonly { readonly info: { readonly run_name: string } }[];
  readonly next_page_token?: string;
}

interface FoundIds {
  readonly runs?: readonly { readonly info: { readonly run_id: string } }[];
  readonly next_page_token?: string;
}

interface Facts {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly p: string;
  readonly t: string;
}

let app: AppUnderTest;
let experiment: string;

/** Half of the values stand in several runs; the later run comes first among equals. */
const ALL: readonly Facts[] = Array.from({ length: RUNS }, (_, i) => ({
  name: `run ${i}`,
  a: (i * 7) % 11,
  b: (i * 5) % 8,
  p: `v${i % 3}`,
  t: `w${i % 4}`,
}));

beforeAll(async () => {
  app = await startAppUnderTest();
  ({ experiment_id: experiment } = await ask<{ experiment_id: string }>(app, 'experiments/create', {
    name: 'searched',
  }));
  for (const [i, { name, a, b, p, t }] of ALL.entries()) {
    const run = await startRun(app, { experiment_id: experiment, run_name: name, start_time: T + i });
    await ask(app, 'runs/log-batch', {
      run_id: run,
      metrics: [
        { key: 'a', value: a, timestamp: T },
        { key: 'b', value: b, timestamp: T },
      ],
      params: [{ key: 'p', value: p }],
      tags: [{ key: 't', value: t }],
    });
  }
}, 60_000);

afterAll(() => app.close());

/** All pages of a search, of a size. */
async function pages(filter: string, orderBy: readonly string[], size: number): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const question = { experiment_ids: [experiment], filter, order_by: orderBy, max_results: size, page_token: token };
    const found: Found = await ask<Found>(app, 'runs/search', question);
    names.push(...(found.runs ?? []).map(({ info }) => info.run_name));
    token = found.next_page_token;
  } while (token !== undefined);
  return names;
}

const COMPARE = {
  '<': (x: number, y: number) => x < y,
  '<=': (x: number, y: number) => x <= y,
  '=': (x: number, y: number) => x === y,
  '!=': (x: number, y: number) => x !== y,
  '>=': (x: number, y: number) => x >= y,
  '>': (x: number, y: number) => x > y,
} as const;
type Operator = keyof typeof COMPARE;

interface Clause {
  readonly text: string;
  readonly fits: (run: Facts) => boolean;
}

const metric = fc
  .tuple(
    fc.constantFrom('a' as const, 'b' as const),
    fc.constantFrom(...(Object.keys(COMPARE) as Operator[])),
    fc.integer({ min: 0, max: 11 }),
  )
  .map(
    ([key, op, value]): Clause => ({
      text: `metrics.${key} ${op} ${value}`,
      fits: (run) => COMPARE[op](run[key], value),
    }),
  );
const text = fc
  .tuple(
    fc.constantFrom(['params', 'p'] as const, ['tags', 't'] as const),
    fc.constantFrom('=', '!=', 'LIKE'),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([[entity, key], op, digit]): Clause => {
    const value = `${key === 'p' ? 'v' : 'w'}${digit}`;
    const fits = (run: Facts) =>
      op === '!=' ? run[key] !== value : op === 'LIKE' ? run[key].endsWith(String(digit)) : run[key] === value;
    return { text: `${entity}.${key} ${op} '${op === 'LIKE' ? `%${digit}` : value}'`, fits };
  });
const order = fc.constantFrom(
  { by: [], of: () => 0 },
  { by: ['metrics.a DESC'], of: (x: Facts, y: Facts) => y.a - x.a },
  { by: ['metrics.a ASC'], of: (x: Facts, y: Facts) => x.a - y.a },
  { by: ['params.p DESC', 'metrics.b ASC'], of: (x: Facts, y: Facts) => (x.p < y.p ? 1 : x.p > y.p ? -1 : x.b - y.b) },
);

describe('a search of MLflow', () => {
  it('finds what fits, in order, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(metric, text), { maxLength: 3 }),
        order,
        fc.integer({ min: 1, max: 50 }),
        async (clauses, { by, of }, size) => {
          const newestFirst = ALL.toReversed();
          const expected = newestFirst.filter((run) => clauses.every(({ fits }) => fits(run))).sort(of);
          const filter = clauses.map((clause) => clause.text).join(' and ');

          expect(await pages(filter, by, size)).toEqual(expected.map(({ name }) => name));
        },
      ),
      { numRuns: casesOf(25, 1_000) },
    );
  }, 120_000);

  it('lists runs that began together by their ids, on pages of any size', async () => {
    const { experiment_id: id } = await ask<{ experiment_id: string }>(app, 'experiments/create', { name: 'together' });
    const ids = await Promise.all(
      Array.from({ length: 10 }, () => startRun(app, { experiment_id: id, start_time: T })),
    );
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page: FoundIds = await ask<FoundIds>(app, 'runs/search', {
        experiment_ids: [id],
        max_results: 4,
        page_token: token,
      });
      found.push(...(page.runs ?? []).map(({ info }) => info.run_id));
      token = page.next_page_token;
    } while (token !== undefined);

    expect(found).toEqual(ids.toSorted());
  });

  it('keeps NaN out of comparisons, and behind the numbers of an order', async () => {
    const run = await startRun(app, { experiment_id: experiment, run_name: 'odd', start_time: T });
    await ask(app, 'runs/log-metric', { run_id: run, key: 'c', value: 'NaN', timestamp: T });
    const other = await startRun(app, { experiment_id: experiment, run_name: 'even', start_time: T });
    await ask(app, 'runs/log-metric', { run_id: other, key: 'c', value: 'Infinity', timestamp: T });

    expect(await pages('metrics.c > 0', [], 10)).toEqual(['even']);
    expect((await pages('', ['metrics.c DESC'], 10)).slice(0, 2)).toEqual(['even', 'odd']);
    expect((await pages('', ['metrics.c ASC'], 100)).slice(0, 2)).toEqual(['even', 'odd']);
  });

  it('writes numbers, times and names as they were logged, by whichever door', async () => {
    const numbers = [
      5e-324,
      -1e-7,
      0.1 + 0.2,
      1e21,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      'NaN',
      'Infinity',
      '-Infinity',
    ];
    const times = ['1969-12-31T23:59:59.9995Z', '2026-11-24T09:00:00.123999Z', '9999-12-31T23:59:59.999999Z'];
    const metrics = numbers.map((value, index) => ({
      name: `"${index}" \\ é`,
      value,
      step: index - 1,
      time: times[index % times.length] ?? null,
    }));
    const parameters = [
      { name: '"p"', value: '\\ "\u0001\n' },
      { name: '1', value: '' },
    ];
    const { startRun: started } = await app.graphql<{ startRun: { run: { id: string } } }>(
      `mutation { startRun(input: { experiment: "searched", name: "odd values", type: TRAINING }) { run { id } } }`,
    );
    await app.graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
      input: { run: started.run.id, metrics, parameters },
    });

    const { runs = [] } = await ask<{ runs?: { data: object }[] }>(app, 'runs/search', {
      experiment_ids: [experiment],
      filter: "attributes.run_name = 'odd values'",
    });
    expect(runs[0]?.data).toEqual({
      metrics: metrics.map(({ name, value, step, time }) => ({
        key: name,
        value,
        step,
        // What is behind the milliseconds is cut off.
        timestamp: Date.parse(`${time?.slice(0, 23)}Z`),
      })),
      params: parameters.map(({ name, value }) => ({ key: name, value })),
      tags: [{ key: 'mlflow.runName', value: 'odd values' }],
    });
  });
});
