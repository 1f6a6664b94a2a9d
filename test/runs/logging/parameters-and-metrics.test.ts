import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { LOG_RUN, RunClient } from '../run-client.js';

let app: AppUnderTest;

let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
  const seed = new Seed(app);
  for (const dataset of ['flights', 'clean', 'labels']) await seed.datasetVersion(dataset);
});

afterAll(() => app.close());

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

  it('is a number that a double holds, or says in words that it is none', async () => {
    const run = await runs.start();
    const log = (value: string) =>
      `mutation { logRun(input: { run: "${run.id}", metrics: [{ name: "m", value: ${value} }] }) { run { metrics { value } } } }`;

    for (const value of ['1e999', '"1"', 'true'])
      expect(await app.graphqlError(log(value))).toMatchObject({
        message: expect.stringContaining('A number is expected, or "NaN", "Infinity" or "-Infinity" as text'),
      });
    expect(await app.graphql(log('"-Infinity"'))).toEqual({ logRun: { run: { metrics: [{ value: '-Infinity' }] } } });
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
