import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres/own-postgres.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { faultsIn, seedRequests, sendEveryRequest, WHOLE } from './every-request.js';

const LIMIT_MS = 3_000;
/** A machine that does other things too. */
const SLACK_MS = 6_000;

let postgres: OwnPostgres;
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  app = await startAppUnderTest({ databaseUrl: postgres.url, config: { REQUEST_TIMEOUT_MS: LIMIT_MS } });
  url = await app.listen();
  await seedRequests(app);
}, 120_000);

afterAll(async () => {
  await postgres?.thaw();
  await app?.close();
  await postgres?.stop();
});

describe('while PostgreSQL is stopped and answers nothing', () => {
  it('answers every request within its time limit, and goes on as soon as PostgreSQL does', async () => {
    await eventually(async () => expect(faultsIn(await sendEveryRequest(app, url), WHOLE, 60_000)).toEqual([]));
    await postgres.freeze();

    // More than there are connections, and twice: with connections that were idle, and with ones to be made.
    const first = (await Promise.all([1, 2, 3].map(() => sendEveryRequest(app, url)))).flat();
    const begin = performance.now();
    const ready = await app.http.inject('/readyz');
    const readyAfter = performance.now() - begin;
    const healthy = await app.http.inject('/healthz');
    const second = await sendEveryRequest(app, url);

    expect(faultsIn([...first, ...second], ['TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED'], LIMIT_MS + SLACK_MS)).toEqual(
      [],
    );
    expect([ready.statusCode, healthy.statusCode]).toEqual([503, 200]);
    expect(readyAfter).toBeLessThan(LIMIT_MS + SLACK_MS);

    await postgres.thaw();

    await eventually(async () => expect((await app.http.inject('/readyz')).statusCode).toBe(200), LIMIT_MS + SLACK_MS);
    await eventually(
      async () => expect(faultsIn(await sendEveryRequest(app, url), WHOLE, LIMIT_MS)).toEqual([]),
      2_000 + SLACK_MS,
    );
  });

  it.each([
    ['at once', 0],
    ['once its own work waits for an answer', 1_500],
  ])('is closed all the same, %s', async (_when, waitMs) => {
    const other = await startAppUnderTest({ databaseUrl: postgres.url, config: { REQUEST_TIMEOUT_MS: LIMIT_MS } });
    await postgres.freeze();
    await sleep(waitMs);
    const begin = performance.now();

    await other.close();

    expect(performance.now() - begin).toBeLessThan(LIMIT_MS + 2 * SLACK_MS);
    await postgres.thaw();
  });
});
