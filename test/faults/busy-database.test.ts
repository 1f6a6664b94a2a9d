import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { type DatabaseProxy, startDatabaseProxy } from '../support/postgres/database-proxy.js';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres/own-postgres.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { faultsIn, seedRequests, sendEveryRequest, WHOLE } from './every-request.js';

const LIMIT_MS = 3_000;
/** A machine that does other things too. */
const SLACK_MS = 6_000;
/** How soon all must be well after the end of a fault. */
const HEALING_MS = 2_000 + SLACK_MS;

let postgres: OwnPostgres;
let proxy: DatabaseProxy;
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  postgres = await startOwnPostgres({ max_connections: '20', superuser_reserved_connections: '0' });
  proxy = await startDatabaseProxy(postgres.url);
  app = await startAppUnderTest({ databaseUrl: proxy.url, config: { REQUEST_TIMEOUT_MS: LIMIT_MS } });
  url = await app.listen();
  await seedRequests(app);
}, 120_000);

afterAll(async () => {
  await app?.close();
  await proxy?.close();
  await postgres?.stop();
});

const expectHealed = () =>
  eventually(async () => expect(faultsIn(await sendEveryRequest(app, url), WHOLE, LIMIT_MS)).toEqual([]), HEALING_MS);

/** Takes connections until there are no more. */
async function takeAllConnections(): Promise<Client[]> {
  const taken: Client[] = [];
  for (;;) {
    const client = new Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      taken.push(client);
    } catch {
      return taken;
    }
  }
}

describe('a database that is not well', () => {
  it('is answered UNAVAILABLE while others hold all of its connections', async () => {
    await expectHealed();
    const taken = await takeAllConnections();
    try {
      // The service may be quicker to have one again.
      await eventually(async () => {
        const lost = await taken[0]?.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'headwater'",
        );
        taken.push(...(await takeAllConnections()));
        expect(lost?.rowCount).toBe(0);
      });

      const ended = await sendEveryRequest(app, url);
      const ready = await app.http.inject('/readyz');

      expect(faultsIn(ended, ['UNAVAILABLE'], LIMIT_MS + SLACK_MS)).toEqual([]);
      expect(ready.statusCode).toBe(503);
    } finally {
      await Promise.all(taken.map((client) => client.end()));
    }
    await expectHealed();
  });

  it('is waited for while it is slow, and answered in time where it is too slow', async () => {
    proxy.slow(20);
    await expectHealed();

    proxy.slow(60_000);
    const ended = [...(await sendEveryRequest(app, url)), ...(await sendEveryRequest(app, url))];
    const ready = await app.http.inject('/readyz');

    expect(faultsIn(ended, ['TIMEOUT', 'UNAVAILABLE'], LIMIT_MS + SLACK_MS)).toEqual([]);
    expect(ready.statusCode).toBe(503);
    proxy.mend();
    await expectHealed();
  });

  it.each<[string, NodeJS.Signals]>([
    ['restarted', 'SIGINT'],
    ['killed', 'SIGKILL'],
  ])('is answered UNAVAILABLE where it is %s, and works again with the next one', async (_, signal) => {
    await eventually(() => postgres.signal(signal), 30_000);

    const ended = await sendEveryRequest(app, url);

    expect(faultsIn(ended, [...WHOLE, 'UNAVAILABLE', 'TIMEOUT'], LIMIT_MS + SLACK_MS)).toEqual([]);
    await eventually(() => runSql(postgres.url, 'select 1').then(() => undefined), 30_000);
    await expectHealed();
  });
});
