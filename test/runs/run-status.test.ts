import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { type AnsweredRun, RunClient } from './run-client.js';

const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
const ALL = ['PENDING', 'RUNNING', ...FINAL];

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

async function runThatIs(status: string): Promise<AnsweredRun> {
  const run = await runs.start({ status: status === 'PENDING' ? 'PENDING' : 'RUNNING' });
  return FINAL.includes(status) ? runs.finish(run, { status }) : run;
}

describe('the status of a run', () => {
  it.each([
    ['PENDING', 'FAILED'],
    ['PENDING', 'CANCELLED'],
    ['RUNNING', 'SUCCEEDED'],
    ['RUNNING', 'FAILED'],
    ['RUNNING', 'CANCELLED'],
  ])('moves from %s to %s by finishRun', async (from, to) => {
    const run = await runThatIs(from);

    const finished = await runs.finish(run, { status: to, message: 'because' });

    expect(finished).toMatchObject({ status: to, message: 'because' });
    expect(Date.parse(finished.endedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(finished.startedAt ?? finished.endedAt ?? ''),
    );
    expect(await runs.read(run)).toEqual(finished);
  });

  it('moves from PENDING to RUNNING by logRun, which then gives the start time', async () => {
    const run = await runThatIs('PENDING');

    const started = await runs.log(run, { status: 'RUNNING' });

    expect(started.status).toBe('RUNNING');
    expect(started.startedAt).not.toBeNull();
    expect(await runs.log(run, { status: 'RUNNING' })).toEqual(started);
  });

  const allowed = new Set([
    'PENDING FAILED',
    'PENDING CANCELLED',
    ...FINAL.map((to) => `RUNNING ${to}`),
    ...FINAL.map((to) => `${to} ${to}`),
  ]);
  const refused = ALL.flatMap((from) => ALL.map((to) => [from, to])).filter(
    ([from, to]) => !allowed.has(`${from} ${to}`),
  );

  it.each(refused)('does not move from %s to %s by finishRun', async (from, to) => {
    const run = await runThatIs(from ?? '');

    const error = await runs.finishError(run, { status: to });

    expect(error.extensions).toMatchObject({ code: 'FAILED_PRECONDITION', status: from, found: to });
    expect(error.message).toContain(`is ${from} and can't become ${to} by finishRun`);
    expect(await runs.read(run)).toEqual(run);
  });

  it('is told in the refusal together with what would be possible', async () => {
    const pending = await runThatIs('PENDING');
    const failed = await runThatIs('FAILED');

    expect((await runs.finishError(pending, { status: 'SUCCEEDED' })).message).toMatch(
      /is PENDING and can't become SUCCEEDED by finishRun: logRun can make it RUNNING, finishRun FAILED or CANCELLED\.$/,
    );
    expect((await runs.finishError(failed, { status: 'SUCCEEDED' })).message).toMatch(/: FAILED is final\.$/);
  });

  it.each(FINAL)('is not made %s by logRun', async (to) => {
    const run = await runThatIs('RUNNING');

    expect(await runs.logError(run, { status: to })).toMatchObject({ extensions: { code: 'FAILED_PRECONDITION' } });
    expect((await runs.read(run)).status).toBe('RUNNING');
  });
});

describe('finishing a run again', () => {
  it('with the same status changes nothing', async () => {
    const run = await runThatIs('RUNNING');
    const finished = await runs.finish(run, { status: 'FAILED', message: 'out of memory' });

    const again = await runs.finish(run, { status: 'FAILED', message: 'other', endedAt: '2030-01-01T00:00:00Z' });

    expect(again).toEqual(finished);
  });

  it('by many callers at once lets one status win, for everybody', async () => {
    for (let round = 0; round < 5; round++) {
      const run = await runThatIs('RUNNING');
      const wanted = Array.from({ length: 12 }, (_, index) => FINAL[index % 3] ?? '');

      const answers = await Promise.all(
        wanted.map((status) =>
          runs.finish(run, { status, message: status }).then(
            (answer) => answer.status,
            () => 'refused',
          ),
        ),
      );

      const { status, message } = await runs.read(run);
      expect(message).toBe(status);
      expect(answers).toEqual(wanted.map((each) => (each === status ? status : 'refused')));
    }
  });

  it('while others log leaves a run with either all of a call or nothing', async () => {
    const run = await runThatIs('RUNNING');
    const logging = Array.from({ length: 10 }, (_, index) =>
      runs
        .log(run, { parameters: [{ name: `p${index}`, value: 'x' }], metrics: [{ name: `m${index}`, value: index }] })
        .then(
          () => index,
          () => undefined,
        ),
    );

    await runs.finish(run);

    const logged = (await Promise.all(logging)).filter((index) => index !== undefined);
    const { parameters, metrics } = await runs.read(run);
    expect(parameters.map(({ name }) => name)).toEqual(logged.map((index) => `p${index}`).sort());
    expect(metrics.map(({ name }) => name)).toEqual(logged.map((index) => `m${index}`).sort());
  });
});

describe('the end of a run', () => {
  it('can be told, in whole milliseconds', async () => {
    const run = await runs.start({ startedAt: '2026-01-01T00:00:00Z' });

    const finished = await runs.finish(run, { endedAt: '2026-01-01T01:00:00.123456Z' });

    expect(finished.endedAt).toBe('2026-01-01T01:00:00.123Z');
  });

  it('is not before its start', async () => {
    const run = await runs.start({ startedAt: '2026-01-01T00:00:00Z' });

    expect(await runs.finishError(run, { status: 'SUCCEEDED', endedAt: '2025-12-31T23:59:59Z' })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'endedAt', expected: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('is its start when the clock of the client was ahead', async () => {
    const run = await runs.start({ startedAt: '2099-01-01T00:00:00Z' });

    expect((await runs.finish(run)).endedAt).toBe('2099-01-01T00:00:00.000Z');
  });

  it('of a run that is not there is NOT_FOUND', async () => {
    const error = await runs.finishError({ id: 'run_01h455vb4pex5vsknk084sn02q' }, { status: 'FAILED' });

    expect(error.extensions.code).toBe('NOT_FOUND');
  });
});
