import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { casesOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { lives, RunningService, socketDirectories } from './running-service.js';

let database: TestDatabase;
let service: RunningService;

const start = () => RunningService.start(database.url, [], { LOG_LEVEL: 'fatal' });

beforeAll(async () => {
  database = await createTestDatabase();
  service = await start();
  await seedFeatureSet(service, { name: 'counter', features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(service, 'counter', [{ airport: 'SEA', n: 0, event_time: timeOf(0) }]);
}, 120_000);

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const timeOf = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
/** It asks for more than one thing, so the front leaves it to the process behind. */
const WRITE_BEHIND = 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } __typename }';
const KILLS = casesOf(1, 2);
const SEA = [{ airport: 'SEA' }];

async function newestValue(): Promise<number> {
  const { values } = (await (await service.lookUp('counter:n', SEA)).json()) as { values: [[number]] };
  return values[0][0];
}

async function killBackend(): Promise<number> {
  const pid = (await service.backend()) ?? 0;
  process.kill(pid, 'SIGKILL');
  return pid;
}

describe('a process of the service that is killed', () => {
  it('behind the port: lookups go on without one error, the rest comes back, nothing acknowledged is lost', async () => {
    let acknowledged = 0;
    let stopped = false;
    const statuses = new Set<number>();
    const lookingUp = (async () => {
      while (!stopped) {
        statuses.add((await service.lookUp('counter:n', SEA)).status);
        await sleep(5);
      }
    })();
    const writing = (async () => {
      for (let n = 1; !stopped; n++) {
        const input = { featureSet: 'counter', rows: [{ airport: 'SEA', n, event_time: timeOf(n) }] };
        const written = await service.graphql(WRITE_BEHIND, { input }).catch(() => undefined);
        if (written !== undefined) acknowledged = n;
        else await sleep(20);
      }
    })();

    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const before = acknowledged;
        await eventually(() => expect(acknowledged).toBeGreaterThan(before + 5), 30_000);
        const killed = await killBackend();
        await eventually(async () => expect(await service.backend()).not.toBe(killed));
      }
      const last = acknowledged;
      await eventually(() => expect(acknowledged).toBeGreaterThan(last + 5), 30_000);
    } finally {
      stopped = true;
      await Promise.all([lookingUp, writing]);
    }

    expect([...statuses]).toEqual([200]);
    expect(await newestValue()).toBeGreaterThanOrEqual(acknowledged);
  }, 180_000);

  it('behind the port: what it would have answered is UNAVAILABLE until it is back, and /readyz says why', async () => {
    await killBackend();

    const answer = await service.http('/graphql', {
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ datasets { nodes { id } } models { nodes { id } } }"}',
    });
    const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
    const ready = await service.http('/readyz');

    expect([answer.status, answer.headers.get('retry-after'), errors[0]?.extensions.code]).toEqual([
      503,
      '2',
      'UNAVAILABLE',
    ]);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('lookups go on');
    expect((await service.http('/metrics')).status).toBe(200);
    expect((await service.http('/healthz')).status).toBe(200);
    await eventually(async () => expect((await service.http('/readyz')).status).toBe(200), 30_000);
    await service.graphql('{ datasets { nodes { id } } models { nodes { id } } }');
  }, 150_000);

  it('at the port: the one behind it goes with it, and the next start clears up the socket between them', async () => {
    const backend = (await service.backend()) ?? 0;
    const [directory = ''] = await socketDirectories(backend);
    expect((await stat(directory)).mode & 0o077).toBe(0);

    service.process.signal('SIGKILL');
    await service.process.exited;

    await eventually(async () => expect(await lives(backend)).toBe(false));
    service = await start();
    await expect(stat(directory)).rejects.toThrow('ENOENT');
  }, 120_000);

  it('by a second signal, in the middle of draining: both are gone', async () => {
    const backend = (await service.backend()) ?? 0;
    const upload = service
      .http('/v1/feature-sets/counter/rows', {
        headers: { 'content-type': 'application/x-ndjson' },
        body: new ReadableStream({
          pull: async (stream) => stream.enqueue(await sleep(20, Buffer.alloc(1_000, '\n'))),
        }),
      })
      .catch(() => undefined);
    await sleep(300);

    service.process.signal('SIGTERM');
    await sleep(300);
    expect(await lives(backend)).toBe(true);
    service.process.signal('SIGTERM');

    await service.process.exited;
    await upload;
    await eventually(async () => expect(await lives(backend)).toBe(false));
  }, 120_000);
});
