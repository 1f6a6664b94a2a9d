import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { contentsOf, ingest, ndjson } from '../../features/ingest/ingest-client.js';
import { openSocket } from '../../support/raw-exchange.js';
import { seedFeatureSet, WRITE_FEATURES } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { together } from '../../support/together.js';
import { createTrainingSet } from '../../training-sets/training-client.js';

const LIMIT_MS = 3_000;
const ROW = { airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' };
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { REQUEST_TIMEOUT_MS: LIMIT_MS, INGEST_CONCURRENCY: 1 } });
  url = await app.listen();
  for (const name of ['rain', 'snow', 'hail', 'calm'])
    await seedFeatureSet(app, { name, features: [{ name: 'n', type: 'INT64' }] });
});

afterAll(() => app.close());

const post = (path: string, type: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;

/** Nobody reads or writes the table while it works. */
async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  const locker = new Client({ connectionString: app.databaseUrl });
  await locker.connect();
  await locker.query(`begin; lock table ${table} in access exclusive mode`);
  // Its locks end with the connection.
  return work().finally(() => locker.end());
}

async function beginsWithTheRequest(): Promise<void> {
  const body = JSON.stringify({ query: WRITE_FEATURES, variables: { input: { featureSet: 'rain', rows: [ROW] } } });
  const { answer, took } = await whileLocked('feature_online_1', async () => {
    const begin = performance.now();
    const socket = await openSocket(url);
    const answered = once(socket, 'data');
    socket.write(post('/graphql', 'application/json', body.length) + body.slice(0, 20));
    await setTimeout(0.8 * LIMIT_MS);
    socket.write(body.slice(20));
    const [data] = await answered;
    socket.destroy();
    return { answer: String(data), took: performance.now() - begin };
  });

  expect(answer).toContain('"TIMEOUT"');
  expect(took).toBeLessThan(1.6 * LIMIT_MS);
}

async function streamsAsLongAsItsData(): Promise<void> {
  const job = await createTrainingSet(app, { name: 'drops', features: ['calm:n'], spine: [{ ...ROW, n: undefined }] });
  const answer = await whileLocked('training_spine_1', async () => {
    const asked = fetch(`${url}/v1/training-sets/drops?format=csv`);
    await setTimeout(1.3 * LIMIT_MS);
    return { asked };
  });

  const response = await answer.asked;

  expect([job.status, response.status, (await response.text()).split('\n').length]).toEqual(['SUCCEEDED', 200, 3]);
}

async function isToldToComeBack(): Promise<void> {
  const first = await openSocket(url);
  first.write(`${post('/v1/feature-sets/snow/rows', 'application/x-ndjson', 1_000)}${JSON.stringify(ROW)}\n`);
  await setTimeout(300);

  const second = await ingest(url, 'snow', ndjson([ROW]));
  first.destroy();

  expect([second.status, second.body.code]).toEqual([429, 'RATE_LIMITED']);
  expect((await contentsOf(app, 'snow@1')).history).toEqual([]);
}

async function isNotStoredAfterTimeout(): Promise<void> {
  // What was kept under the key of an upload is asked for before its body is read, however long that takes.
  const { asked } = await whileLocked('ingest', async () => {
    const asked = ingest(url, 'hail', ndjson([ROW]), { key: 'once' });
    await setTimeout(1.3 * LIMIT_MS);
    return { asked };
  });

  const { status } = await asked;
  await setTimeout(500);

  const stored = (await contentsOf(app, 'hail@1')).history.length;
  expect([status, stored]).toEqual([200, 1]);
}

describe('the time', () => {
  together({
    'of a request begins with it, not with the end of its body': beginsWithTheRequest,
    'of an answer that streams is as long as its data takes': streamsAsLongAsItsData,
  });
});

describe('an upload', () => {
  it('that waits for its place is told to come back before its time is up', isToldToComeBack);

  it('is not answered TIMEOUT and then stored all the same', isNotStoredAfterTimeout);
});
