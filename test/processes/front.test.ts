import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { casesOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { ONLINE_FEATURES, seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { RunningService } from './running-service.js';

const FRONT = 'lookups';
const BACK = 'api,jobs';
const SETTLING_MS = 500;
const TURNS = casesOf(4, 20);
const SEA = [{ airport: 'SEA' }];

let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await RunningService.start(database.url);
  await seedFeatureSet(service, { name: 'weather', features: [{ name: 'x', type: 'INT64' }] });
  await writeRows(service, 'weather', [{ airport: 'SEA', x: 1, event_time: '2026-01-01T00:00:00Z' }]);
}, 120_000);

afterAll(async () => {
  await service.stop();
  await database.drop();
});

/** What `work` adds to the requests of a route that each of the processes has answered. */
async function added(route: string, work: () => Promise<unknown>): Promise<{ front: number; back: number }> {
  const count = async () => ({
    front: await service.answered(FRONT, route),
    back: await service.answered(BACK, route),
  });
  const before = await count();
  await work();
  // A request is counted once its last byte has left, which may be after it came.
  await sleep(SETTLING_MS);
  const after = await count();
  return { front: after.front - before.front, back: after.back - before.back };
}

describe('the process that has the port', () => {
  it('answers lookups of a few keys itself, and leaves long ones to the other', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ airport: `airport_${index}` }));

    const few = await added('/v1/features', async () => {
      expect(await (await service.lookUp('weather:x', SEA)).json()).toMatchObject({ values: [[1]] });
    });
    const large = await added('/v1/features', async () => {
      const { values } = (await (await service.lookUp('weather:x', many)).json()) as { values: unknown[] };
      expect(values).toHaveLength(10_000);
    });

    expect(few).toEqual({ front: 1, back: 0 });
    expect(large.back).toBe(1);
  });

  it('leaves lookups to the other that are short to ask and long to answer', async () => {
    const features = Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, type: 'INT64' }));
    await seedFeatureSet(service, {
      name: 'wide',
      entity: 'number',
      joinKeys: [{ name: 'n', type: 'INT64' }],
      features,
    });
    const entities = { n: Array.from({ length: 1_000 }, (_, n) => n) };

    const overHttp = await added('/v1/features', async () => {
      const { values } = (await (await service.lookUp('wide:*', entities)).json()) as { values: unknown[] };
      expect(values).toHaveLength(1_000);
    });
    const overGraphql = await added('/graphql', () =>
      service.graphql(
        `query ($entities: EntityKeys!) { onlineFeatures(features: ["wide:*"], entities: $entities) { values } }`,
        {
          entities,
        },
      ),
    );

    expect(overHttp.back).toBe(1);
    expect(overGraphql.back).toBe(1);
  });

  it.each([
    ['lookups', ONLINE_FEATURES, { features: ['weather:x'], entities: SEA }, { front: 1, back: 0 }],
    ['what is quick', '{ datasets { nodes { id } } }', {}, { front: 1, back: 0 }],
    [
      'a quick change',
      'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }',
      { input: { featureSet: 'weather', rows: [{ airport: 'PDX', x: 1, event_time: '2026-01-01T00:00:00Z' }] } },
      { front: 1, back: 0 },
    ],
    [
      'what is no lookup, and may be long',
      '{ datasets(first: 1000) { nodes { id name } } }',
      {},
      { front: 1, back: 1 },
    ],
    [
      'what is long by its variables',
      'query ($n: Int) { datasets(first: $n) { nodes { id name } } }',
      { n: 1000 },
      { front: 1, back: 1 },
    ],
    [
      'changes',
      'mutation { defineEntity(input: {name: "e", joinKeys: [{name: "e", type: INT64}]}) { created } }',
      {},
      { front: 1, back: 1 },
    ],
    [
      'lookups with something beside them',
      `query ($entities: EntityKeys!) { onlineFeatures(features: ["weather:x"], entities: $entities) { values } datasets { nodes { id } } }`,
      { entities: SEA },
      { front: 1, back: 1 },
    ],
  ])('shares GraphQL by what a document asks for: %s', async (_, query, variables, expected) => {
    expect(await added('/graphql', () => service.graphql(query, variables))).toEqual(expected);
  });

  it('sees at once what the other has changed', async () => {
    for (let version = 1; version <= TURNS; version++) {
      const name = `fresh_${version}`;
      await seedFeatureSet(service, { name, features: [{ name: 'y', type: 'INT64' }] });
      await writeRows(service, name, [{ airport: 'SEA', y: version, event_time: '2026-01-01T00:00:00Z' }]);
      expect(await (await service.lookUp(`${name}:y`, SEA)).json()).toMatchObject({ values: [[version]] });
    }
    await service.graphql(
      'mutation { deprecateFeature(input: {feature: "weather:x", reason: "old"}) { featureSetVersion { label } } }',
    );
    expect(await (await service.lookUp('weather:x', SEA)).json()).toMatchObject({
      deprecated: { 'weather@1:x': { reason: 'old' } },
    });
  });

  it('passes on pages, problems and what nobody knows as they are', async () => {
    const page = await service.http('/');
    const again = await rawGet(service.url, `If-None-Match: ${page.headers.get('etag')}`);
    const head = await service.http('/', { method: 'HEAD' });
    const unknown = await service.http('/nope?x=1', { headers: { 'x-request-id': 'mine' } });
    const wrongMethod = await service.http('/v1/features');

    expect([page.status, head.status]).toEqual([200, 200]);
    expect(again).toMatch(/^HTTP\/1\.1 304 /);
    expect(head.headers.get('content-length')).toBe(String((await page.text()).length));
    expect([unknown.status, unknown.headers.get('x-request-id')]).toEqual([404, 'mine']);
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
    expect(wrongMethod.headers.get('headwater-changes')).toBeNull();
  });

  it('tells the truth of both processes, and what both count', async () => {
    const figures = await (await service.http('/metrics')).text();

    expect(await (await service.http('/healthz')).json()).toEqual({ status: 'ok', [BACK]: 'ok' });
    expect(await (await service.http('/readyz')).json()).toEqual({ ready: true });
    for (const role of [FRONT, BACK]) {
      expect(figures).toMatch(new RegExp(`^nodejs_eventloop_lag_p99_seconds\\{role="${role}"\\} \\d`, 'm'));
      expect(figures).toMatch(new RegExp(`^process_resident_memory_bytes\\{role="${role}"\\} \\d`, 'm'));
    }
    const declared = [...figures.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('keeps a burst of requests until the other, which is busy, takes them', async () => {
    const other = (await service.backend()) ?? 0;
    const most = Number(await readFile('/proc/sys/net/core/somaxconn', 'utf8'));
    process.kill(other, 'SIGSTOP');
    const burst = Array.from({ length: Math.min(700, most) }, async () => (await service.http('/nope')).status);
    await sleep(SETTLING_MS);
    expect((await service.lookUp('weather:x', SEA)).status).toBe(200);
    process.kill(other, 'SIGCONT');
    expect(new Set(await Promise.all(burst))).toEqual(new Set([404]));
  });

  it('refuses what is for other hosts itself', async () => {
    const before = await service.answered(BACK, '/');
    const foreign = await rawGet(service.url, 'X-Forwarded-Host: localhost', 'evil.example');

    expect(foreign).toMatch(/^HTTP\/1\.1 403 /);
    expect(await service.answered(BACK, '/')).toBe(before);
  });

  it('counts lookups without a version for those who ask the other process', async () => {
    await service.lookUp('fresh_1:y', SEA);
    await service.graphql(ONLINE_FEATURES, { features: ['fresh_1:y'], entities: SEA });

    await eventually(async () => {
      const { publishFeatureSet } = await service.graphql<{
        publishFeatureSet: { publication: { unpinnedLookups: number } };
      }>(
        `mutation { publishFeatureSet(input: {name: "fresh_1", entity: "airport", features: [{name: "z", type: INT64}], dryRun: true}) {
           publication { unpinnedLookups } } }`,
      );
      expect(publishFeatureSet.publication.unpinnedLookups).toBe(3);
    });
  });
});

/** As fetch doesn't: without headers of its own. */
async function rawGet(url: string, header: string, host = 'localhost'): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n${header}\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  return answer;
}
