import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { bearer } from '../support/seeds/keys.js';
import { startHeadwater } from '../support/service/headwater-process.js';
import { RunningService } from './running-service.js';

let database: TestDatabase;
let services: RunningService[];
/** Of an owner. */
let olga: string;

beforeAll(async () => {
  database = await createTestDatabase();
  services = [await RunningService.start(database.url), await RunningService.start(database.url)];
}, 120_000);

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await database.drop();
});

async function keys(...args: string[]): Promise<string> {
  const run = startHeadwater(['keys', ...args], { DATABASE_URL: database.url, LOG_LEVEL: 'error' });
  if ((await run.exited) !== 0) throw new Error(run.stderr());
  return run.stdout().trim();
}

/** Through the front alone, and through the process behind it. */
function statuses(service: RunningService, headers: Readonly<Record<string, string>>): Promise<number[]> {
  const lookup = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
  return Promise.all([
    service.http('/v1/features', { ...lookup, body: '{"features": ["none:x"], "entities": []}' }).then(statusOf),
    service
      .http('/graphql?query={me{name}}', { headers: { ...headers, 'apollo-require-preflight': '1' } })
      .then(statusOf),
    service.http('/v1/openapi.yml', { headers }).then(statusOf),
  ]);
}

function statusOf({ status }: Response): number {
  return status;
}

describe('keys and several services with two processes each', () => {
  it('are open until the first key is made, then closed in every process', async () => {
    for (const service of services) expect(await statuses(service, {})).toEqual([404, 200, 200]);
    olga = await keys('create', '--role', 'OWNER', '--name', 'olga');
    await eventually(async () => {
      for (const service of services) expect(await statuses(service, {})).toEqual([401, 401, 401]);
    }, 2_000);
    for (const service of services) {
      expect(await statusOf(await service.http('/readyz'))).toBe(200);
      expect(await statusOf(await service.http('/metrics'))).toBe(401);
      // What the front says of itself goes no further when a client says it.
      const asked = await service.http('/metrics.json', { headers: { 'headwater-front': 'asks' } });
      expect(statusOf(asked)).toBe(404);
    }
  }, 60_000);

  it('stop within a second everywhere when they are revoked', async () => {
    const key = await keys('create', '--role', 'WRITER');
    for (const service of services) expect(await statuses(service, bearer(key))).toEqual([404, 200, 200]);
    const id = /^(\S+) .*WRITER/m.exec(await keys('list'))?.[1] ?? '';
    expect(await keys('revoke', id)).toContain('revoked');
    await sleep(1_000);
    for (const service of services) expect(await statuses(service, bearer(key))).toEqual([401, 401, 401]);
  }, 60_000);

  it('are forwarded by the front, and asked for by the process behind it too', async () => {
    const [service] = services;
    const answer = await service?.http('/graphql', {
      headers: { ...bearer(olga), 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { name } apiKeys { nodes { name } } }' }),
    });
    expect(await answer?.json()).toMatchObject({ data: { me: { name: 'olga' } } });
  }, 60_000);
});
