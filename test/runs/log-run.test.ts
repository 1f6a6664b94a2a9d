import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { Seed } from '../support/seed.js';
import { LOG_RUN, RunClient } from './run-client.js';

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

describe('a parameter', () => {
  it('is written once: the refusal names it, what is stored and what was given', async () => {
    const run = await runs.start({ name: 'once', parameters: [{ name: 'lr', value: '0.1' }] });

    expect(await runs.logError(run, { parameters: [{ name: 'lr', value: '0.2' }] })).toMatchObject({
      message: 'The parameter "lr" of run "once" is "0.1" and can\'t become "0.2": parameters are written once.',
      extensions: { code: 'CONFLICT', parameter: 'lr', stored: '0.1', given: '0.2' },
    });
  });

  it('has one value when many write different ones at once', async () => {
    const run = await runs.start();

    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => runs.log(run, { parameters: [{ name: 'seed', value: `${index}` }] })),
    );

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await runs.read(run)).parameters).toHaveLength(1);
  });

  it('given twice in one call must be the same twice', async () => {
    const run = await runs.start();
    const twice = (a: string, b: string) => ({
      parameters: [
        { name: 'lr', value: a },
        { name: 'lr', value: b },
      ],
    });

    expect(await runs.logError(run, twice('1', '2'))).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', found: 'lr' },
    });
    expect((await runs.log(run, twice('1', '1'))).parameters).toEqual([{ name: 'lr', value: '1' }]);
  });

  it('keeps any text, but not more than 10,000 characters', async () => {
    const run = await runs.start();
    const parameters = [
      { name: 'Größe/数 (max)', value: '' },
      { name: 'long', value: 'ä'.repeat(10_000) },
      { name: 'quotes', value: `"'\\{},NULL` },
    ];

    expect((await runs.log(run, { parameters })).parameters).toEqual(expect.arrayContaining(parameters));
    expect(await runs.logError(run, { parameters: [{ name: 'x', value: 'a'.repeat(10_001) }] })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'parameters[0].value', expected: 10_000, found: 10_001 },
    });
  });
});

describe('the latest point of a metric', () => {
  it('is that of the greatest step, then time, then value, however they arrive', async () => {
    const run = await runs.start();
    const at = (step: number, minute: number, value: number) => ({
      name: 'm',
      step,
      value,
      time: `2026-01-01T00:0${minute}:00Z`,
    });

    await runs.log(run, { metrics: [at(2, 1, 5)] });
    await runs.log(run, { metrics: [at(1, 9, 9), at(2, 0, 9)] });
    expect((await runs.read(run)).metrics).toMatchObject([{ value: 5 }]);

    await runs.log(run, { metrics: [at(2, 1, 4), at(2, 1, 6)] });
    expect((await runs.read(run)).metrics).toMatchObject([{ value: 6 }]);
    expect(await runs.history(run, 'm')).toEqual([
      [1, 9],
      [2, 9],
      [2, 4],
      [2, 5],
      [2, 6],
    ]);
  });

  it('is the last of a call whose points have neither step nor time', async () => {
    const run = await runs.start();

    const logged = await runs.log(run, { metrics: [0.5, 0.9, 0.1].map((value) => ({ name: 'm', value })) });

    expect(logged.metrics).toMatchObject([{ value: 0.1 }]);
    expect(await runs.history(run, 'm')).toEqual([
      [0, 0.5],
      [0, 0.9],
      [0, 0.1],
    ]);
  });

  it('follows values that come back, though a repeated call adds none', async () => {
    const run = await runs.start();
    for (const value of [0.5, 0.4, 0.4, 0.5, 0.5]) await runs.log(run, { metrics: [{ name: 'm', value }] });

    expect(await runs.history(run, 'm')).toEqual([
      [0, 0.5],
      [0, 0.4],
      [0, 0.5],
    ]);
  });
});

describe('a metric', () => {
  it('keeps every double exactly', async () => {
    const run = await runs.start();
    const values = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, -1 / 3, 0];

    await runs.log(run, { metrics: values.map((value, step) => ({ name: 'm', value, step })) });

    expect(await runs.history(run, 'm')).toEqual(values.map((value, step) => [step, value]));
  });

  it('is a finite number', async () => {
    const run = await runs.start();
    const error = await app.graphqlError(
      `mutation { logRun(input: { run: "${run.id}", metrics: [{ name: "m", value: 1e999 }] }) { run { id } } }`,
    );

    expect(error).toMatchObject({
      message: 'The metric "m" is Infinity; only finite numbers are kept.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('needs a zone in its time', async () => {
    const run = await runs.start();
    const metrics = [{ name: 'm', value: 1, time: '2026-01-01T00:00:00' }];

    const error = await app.graphqlError(LOG_RUN, { input: { run: run.id, metrics } });

    expect(error).toMatchObject({
      message: expect.stringContaining('has no time zone'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

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
