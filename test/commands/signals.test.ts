import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { oneOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { type HeadwaterProcess, startHeadwater } from '../support/service/headwater-process.js';

let database: TestDatabase;
let service: HeadwaterProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  service?.signal('SIGKILL');
  await service?.exited;
});

afterAll(() => database.drop());

describe('headwater serve', () => {
  it.each(oneOf(['SIGTERM', 'SIGHUP'] as const))(
    'ends well by %s after the reader of its output has gone',
    async (signal) => {
      const url = await start();

      service?.leave();
      // Makes it write to its log.
      await fetch(`${url}/v1/features`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      service?.signal(signal);

      expect(await service?.exited).toBe(0);
    },
  );

  it('ends at once by a second signal, with its code', async () => {
    const url = await start();
    const locker = new Client({ connectionString: database.url });
    await locker.connect();
    await locker.query('begin; lock table node in access exclusive mode');
    // A write waits for a lock as long as its time limit lets it; a read gives up sooner, and the service could end well.
    const write = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"mutation { defineEntity(input: {name: \\"station\\", joinKeys: [{name: \\"id\\", type: STRING}]}) { entity { id } } }"}',
    }).catch(() => undefined);
    await eventually(async () => {
      // Not by the locker: within a transaction the list of the sessions stays as it was when it was first read.
      const waiting = await runSql(
        database.url,
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(waiting.length).toBeGreaterThan(0);
    });

    service?.signal('SIGINT');
    await eventually(() => expect(service?.stdout()).toContain('SIGINT: finishing'));
    service?.signal('SIGINT');

    expect(await service?.exited).toBe(130);
    await locker.end();
    await write;
  });
});

describe('headwater', () => {
  it.each([['--help'], ['migrate'], ['serv']])('%s ends without a fault although nobody reads it', async (command) => {
    const run = startHeadwater([command], { DATABASE_URL: database.url });
    run.leave();

    expect(await run.exited).toBe(command === 'serv' ? 1 : 0);
  });
});

function start(): Promise<string> {
  service = startHeadwater(['serve'], { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'debug' });
  return service.url();
}
