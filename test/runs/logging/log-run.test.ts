import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;

let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
  const seed = new Seed(app);
  for (const dataset of ['flights', 'clean', 'labels']) await seed.datasetVersion(dataset);
});

afterAll(() => app.close());

const EVERYTHING = {
  parameters: [{ name: 'lr', value: '0.1' }],
  metrics: [
    { name: 'loss', value: 0.5, step: 1 },
    { name: 'loss', value: 0.4, step: 2 },
    { name: 'auc', value: 0.9, time: '2026-11-24T09:00:00.123456Z' },
  ],
  tags: [{ key: 'team', value: 'ops' }],
  inputs: [{ ref: 'flights@1', role: 'training data' }, { ref: 'labels@1' }],
  outputs: [{ ref: 'clean', role: 'report' }],
};

describe('logRun', () => {
  it('adds parameters, metrics, tags, inputs and outputs in one call', async () => {
    const run = await runs.start();

    const logged = await runs.log(run, EVERYTHING);

    expect(logged).toMatchObject({
      parameters: EVERYTHING.parameters,
      metrics: [
        { name: 'auc', value: 0.9, step: 0, time: '2026-11-24T09:00:00.123456Z' },
        { name: 'loss', value: 0.4, step: 2 },
      ],
      tags: EVERYTHING.tags,
      inputs: [
        { role: 'training data', node: { label: 'flights@1' } },
        { role: null, node: { label: 'labels@1' } },
      ],
      outputs: [{ role: 'report', node: { label: 'clean' } }],
    });
    expect(await runs.read(run)).toEqual(logged);
  });

  it('changes nothing when it is sent again', async () => {
    const run = await runs.start();
    const logged = await runs.log(run, EVERYTHING);

    expect(await runs.log(run, EVERYTHING)).toEqual(logged);
    expect(await runs.history(run, 'loss')).toEqual([
      [1, 0.5],
      [2, 0.4],
    ]);
  });

  it('changes nothing when many send the same at once', async () => {
    const run = await runs.start();

    await Promise.all(Array.from({ length: 8 }, () => runs.log(run, EVERYTHING)));

    expect((await runs.read(run)).inputs).toHaveLength(2);
    expect(await runs.history(run, 'loss')).toHaveLength(2);
  });

  it.each([
    ['parameter', { parameters: [{ name: 'lr', value: '0.2' }] }, 'CONFLICT'],
    ['parameter name', { parameters: [{ name: ' ', value: '0.2' }] }, 'BAD_USER_INPUT'],
    ['metric name', { metrics: [{ name: 'a\nb', value: 1 }] }, 'BAD_USER_INPUT'],
    ['tag', { tags: [{ key: '', value: 'x' }] }, 'BAD_USER_INPUT'],
    ['input', { inputs: [{ ref: 'flights@1' }, { ref: 'nowhere@1' }] }, 'NOT_FOUND'],
    ['output that closes a circle', { outputs: [{ ref: 'flights@1' }] }, 'BAD_USER_INPUT'],
    ['environment', { environment: { python: '3.13' } }, 'CONFLICT'],
    ['move', { status: 'PENDING' }, 'FAILED_PRECONDITION'],
  ])('leaves nothing of a call with one bad %s', async (_what, bad, code) => {
    const run = await runs.start({ environment: { python: '3.12' } });
    const before = await runs.log(run, { parameters: [{ name: 'lr', value: '0.1' }], inputs: [{ ref: 'flights@1' }] });
    const good = {
      parameters: [{ name: 'depth', value: '3' }],
      metrics: [{ name: 'loss', value: 1 }],
      tags: [{ key: 'new', value: 'x' }],
      inputs: [{ ref: 'labels@1' }],
    };
    const merged = Object.fromEntries(Object.entries(bad).map(([key, value]) => [key, mergeLists(good, key, value)]));

    const error = await runs.logError(run, { ...good, ...merged });

    expect(error.extensions.code).toBe(code);
    expect(await runs.read(run)).toEqual(before);
  });

  it('answers every logRun of one request with what stood there then', async () => {
    const run = await runs.start();
    const log = (alias: string, value: number) =>
      `${alias}: logRun(input: { run: "${run.id}", metrics: [{ name: "m", value: ${value}, step: ${value} }] }) { run { metrics { value } } }`;

    const answer = await app.graphql(`mutation { ${log('first', 1)} ${log('second', 2)} }`);

    expect(answer).toEqual({
      first: { run: { metrics: [{ value: 1 }] } },
      second: { run: { metrics: [{ value: 2 }] } },
    });
  });

  it('takes 500 points in one call', async () => {
    const run = await runs.start();
    const metrics = Array.from({ length: 500 }, (_, step) => ({ name: `m${step % 5}`, value: step, step }));

    const logged = await runs.log(run, { metrics });

    expect(logged.metrics.map(({ value }) => value)).toEqual([495, 496, 497, 498, 499]);
  });
});

/** Good and bad in one list, so that the good ones are written before the bad one is met. */
function mergeLists(good: Record<string, unknown>, key: string, value: unknown): unknown {
  const others = good[key];
  return Array.isArray(others) && Array.isArray(value) ? [...others, ...value] : value;
}

describe('inputs and outputs', () => {
  it('take a new role, and keep the one they have when none is said', async () => {
    const run = await runs.start({ inputs: [{ ref: 'flights@1', role: 'training data' }] });

    await runs.log(run, { inputs: [{ ref: 'flights@1' }] });
    expect((await runs.read(run)).inputs).toMatchObject([{ role: 'training data' }]);

    await runs.log(run, { inputs: [{ ref: 'flights@1', role: 'test data' }] });
    expect((await runs.read(run)).inputs).toMatchObject([{ role: 'test data' }]);
  });

  it('do not let a run depend on itself', async () => {
    const run = await runs.start({ name: 'circle', inputs: [{ ref: 'flights@1' }] });

    expect(await runs.logError(run, { outputs: [{ ref: 'flights@1' }] })).toMatchObject({
      message: expect.stringContaining('outputs[0] "flights@1" can\'t be an output of run "circle"'),
      extensions: { code: 'BAD_USER_INPUT', field: 'outputs[0]', found: 'flights@1' },
    });
    expect(await runs.logError(run, { inputs: [{ ref: run.id }] })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('may be the same dataset as a whole: a job that rewrites what it reads', async () => {
    const run = await runs.start();

    const logged = await runs.log(run, { inputs: [{ ref: 'flights' }], outputs: [{ ref: 'flights' }] });

    expect([...logged.inputs, ...logged.outputs].map(({ node }) => node.label)).toEqual(['flights', 'flights']);
  });
});

describe('a run that has ended', () => {
  it('takes what it has already, and nothing new', async () => {
    const run = await runs.start({ name: 'over' });
    await runs.log(run, EVERYTHING);
    const finished = await runs.finish(run);

    expect(await runs.log(run, EVERYTHING)).toEqual(finished);
    const error = await runs.logError(run, {
      ...EVERYTHING,
      parameters: [{ name: 'depth', value: '3' }],
      tags: [{ key: 'team', value: 'x' }],
    });
    expect(error.extensions).toMatchObject({
      code: 'FAILED_PRECONDITION',
      status: 'SUCCEEDED',
      found: ['parameters', 'tags'],
    });
    expect(error.message).toContain(`Run "over" is SUCCEEDED since ${finished.endedAt}`);
    expect(await runs.read(run)).toEqual(finished);
  });
});
