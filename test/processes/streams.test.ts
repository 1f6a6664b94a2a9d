import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { RunningService } from './running-service.js';

let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await RunningService.start(database.url, [], { RATE_WINDOW_MS: '2000' });
  await seedFeatureSet(service, { name: 'weather', features: [{ name: 'x', type: 'INT64' }] });
}, 120_000);

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const rowOf = (index: number) => `{"airport":"a${index}","x":${index},"event_time":"2026-01-01T00:00:00Z"}\n`;
const NDJSON = { 'content-type': 'application/x-ndjson' };

const spineRowOf = (index: number) => `{"airport":"a${index}","event_time":"2026-01-02T00:00:00Z"}\n`;

/** A body of so many chunks of a hundred rows each, at the pace of its reader, after `pauseMs` each. */
function rows(chunks: number, { pauseMs = 0, write = rowOf } = {}): ReadableStream<Uint8Array> {
  let chunk = 0;
  return new ReadableStream({
    async pull(stream) {
      if (pauseMs > 0) await sleep(pauseMs);
      if (chunk === chunks) return stream.close();
      stream.enqueue(Buffer.from(Array.from({ length: 100 }, (_, row) => write(chunk * 100 + row)).join('')));
      chunk++;
    },
  });
}

/** Statements that wait for a lock. */
async function waiting(): Promise<number> {
  const [found] = await runSql<{ count: number }>(
    database.url,
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return found?.count ?? 0;
}

describe('through the process that has the port', () => {
  it('an upload of unknown length comes in as it is sent, and its rows come out as they are read', async () => {
    const upload = await service.http('/v1/feature-sets/weather/rows', { headers: NDJSON, body: rows(500) });
    expect([upload.status, await upload.json()]).toMatchObject([200, { written: 50_000 }]);
    const spine = await service.http('/v1/training-sets?name=out&features=weather:*', {
      headers: NDJSON,
      body: rows(500, { write: spineRowOf }),
    });
    const { job } = (await spine.json()) as { job: string };
    await eventually(async () => {
      const { trainingSetJob } = await service.graphql<{ trainingSetJob: { status: string } }>(
        `{ trainingSetJob(id: "${job}") { status } }`,
      );
      expect(trainingSetJob.status).toBe('SUCCEEDED');
    }, 120_000);

    const download = await service.http('/v1/training-sets/out?format=csv');

    expect((await download.text()).trim().split('\n')).toHaveLength(50_001);
  }, 120_000);

  it('what a client leaves is given up at the other end: its SQL is cancelled', async () => {
    const locker = new Client({ connectionString: database.url });
    await locker.connect();
    try {
      await locker.query('begin; lock table node in access exclusive mode');
      const leaving = new AbortController();
      const left = service
        .http('/graphql', {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: '{ datasets { nodes { id } } models { nodes { id } } }' }),
          signal: leaving.signal,
        })
        .catch((error: Error) => error.name);
      await eventually(async () => expect(await waiting()).toBeGreaterThan(0));

      leaving.abort();

      expect(await left).toBe('AbortError');
      await eventually(async () => expect(await waiting()).toBe(0));
    } finally {
      await locker.end();
    }
  }, 120_000);

  it('an upload that its client breaks off leaves nothing', async () => {
    const leaving = new AbortController();
    const broken = service
      .http('/v1/feature-sets/weather/rows', {
        headers: NDJSON,
        body: rows(1_000_000, { pauseMs: 5 }),
        signal: leaving.signal,
      })
      .catch((error: Error) => error.name);
    const copying = async () => {
      const [found] = await runSql<{ count: number }>(
        database.url,
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'copy%' and state = 'active'`,
      );
      return found?.count;
    };
    await eventually(async () => expect(await copying()).toBe(1), 30_000);

    leaving.abort();

    expect(await broken).toBe('AbortError');
    await eventually(async () => expect(await copying()).toBe(0), 30_000);
  }, 150_000);

  it('a body that is refused is answered before its end, and one that trickles is answered TIMEOUT', async () => {
    const refused = await service.http('/v1/feature-sets/nope/rows', { headers: NDJSON, body: rows(200) });
    const slow = await service.http('/v1/feature-sets/weather/rows', { headers: NDJSON, body: trickle() });

    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
    expect([slow.status, ((await slow.json()) as { code: string }).code]).toEqual([408, 'TIMEOUT']);
    expect((await service.http('/readyz')).status).toBe(200);
  }, 120_000);

  it('a JSON body beyond the limit is refused with the limit', async () => {
    const response = await service.http('/graphql', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', variables: { x: 'y'.repeat(2_000_000) } }),
    });

    expect(response.status).toBe(413);
    expect(await response.text()).toContain('larger than 1048576 bytes');
  });
});

function trickle(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(stream) {
      await sleep(500);
      stream.enqueue(Buffer.from(' '));
    },
  });
}
