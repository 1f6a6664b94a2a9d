import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../../../support/raw-exchange.js';
import { seedFeatureSet, writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { contentsOf, ingest, ndjson } from '../ingest-client.js';

let app: AppUnderTest;

let url: string;

let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;

const delays = () => seedFeatureSet(app, { name: `delays_${++sets}`, features: [{ name: 'delay', type: 'INT64' }] });

const row = (airport: string, delay: unknown, hour: number) => ({ airport, delay, event_time: at(hour) });

describe('an Idempotency-Key', () => {
  it('is one of a request', async () => {
    const key = 'idempotency-key: a\r\n';
    const head = `Host: localhost\r\nConnection: close\r\ncontent-type: text/csv\r\ncontent-length: 2\r\n${key}${key}`;

    const answer = await exchange(url, `POST /v1/feature-sets/any/rows HTTP/1.1\r\n${head}\r\na\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"detail":"The request has 2 Idempotency-Key headers; send one\."/s);
  });

  it('makes a retry give the first answer and change nothing', async () => {
    const set = await delays();
    const body = ndjson([row('SEA', 1, 1)]);

    const first = await ingest(url, set, body, { key: `k-${set}` });
    await writeRows(app, set, [row('SEA', 2, 1)]);
    const again = await ingest(url, set, body, { key: `k-${set}` });

    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.body).toEqual(first.body);
    expect((await contentsOf(app, set)).online).toEqual(['["SEA"] 2026-01-01 01:00:00+00 [2]']);
  });

  it('is UTF-8, and comes back as it was sent', async () => {
    const set = await delays();
    const key = Buffer.from(`Zürich → ${set}`).toString('latin1');
    await ingest(url, set, ndjson([row('SEA', 1, 1)]), { key });

    const { status, body } = await ingest(url, set, ndjson([row('SEA', 2, 1)]), { key });

    expect([status, body.detail]).toEqual([409, expect.stringContaining(`The Idempotency-Key "Zürich → ${set}" was`)]);
  });

  it.each([
    ['is not UTF-8', 'Z\xfcrich', 'is not UTF-8'],
    ['is too long', 'k'.repeat(256), 'has 256 characters; at most 255 are read'],
    ['is empty', '', 'Idempotency-Key is empty'],
  ])('that %s is refused', async (_, key, problem) => {
    const { status, body } = await ingest(url, await delays(), ndjson([row('SEA', 1, 1)]), { key });

    expect([status, body.detail]).toEqual([400, expect.stringContaining(problem)]);
  });

  it('can not stand for other rows, another set or another policy', async () => {
    const set = await delays();
    const other = await delays();
    const body = ndjson([row('SEA', 1, 1)]);
    await ingest(url, set, body, { key: `c-${set}` });

    const answers = [
      await ingest(url, set, ndjson([row('SEA', 2, 1)]), { key: `c-${set}` }),
      await ingest(url, other, body, { key: `c-${set}` }),
      await ingest(url, set, body, { key: `c-${set}`, query: '?on-error=skip' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect((await contentsOf(app, other)).history).toEqual([]);
  });

  it('is written once by several who use it at once', async () => {
    const set = await delays();
    const body = ndjson(Array.from({ length: 200 }, (_, index) => row(`A${index}`, index, 1)));

    const answers = await Promise.all(Array.from({ length: 4 }, () => ingest(url, set, body, { key: `p-${set}` })));

    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body: { ingest: id } }) => id)).size).toBe(1);
    expect(answers.filter(({ status }) => status !== 200).every(({ status }) => status === 409)).toBe(true);
    expect((await contentsOf(app, set)).history).toHaveLength(200);
  });
});
