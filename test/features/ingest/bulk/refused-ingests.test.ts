import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { seedFeatureSet } from '../../../support/seeds/feature-seed.js';
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

const PARQUET = 'application/vnd.apache.parquet';

describe('a bulk ingest that aborts', () => {
  it.each([
    ['a wrong type', row('SEA', 'late', 2), 'row 2.delay is "late"; expected a whole number', 'delay'],
    ['a missing feature', { airport: 'SEA', event_time: at(2) }, 'row 2.delay is nothing', 'delay'],
    ['an unknown column', { ...row('SEA', 1, 2), gate: 4 }, 'row 2 has "gate"', 'gate'],
    [
      'a time without zone',
      { ...row('SEA', 1, 2), event_time: '2026-01-01T00:00:00' },
      'row 2.event_time',
      'event_time',
    ],
    ['a missing key', { delay: 1, event_time: at(2) }, 'The join key "airport" of row 2 is missing', undefined],
  ])('names row and column of %s and leaves nothing', async (_, bad, message, column) => {
    const set = await delays();

    const { status, body } = await ingest(url, set, ndjson([row('SEA', 1, 1), bad, row('DEN', 1, 1)]));

    expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.detail).toContain(message);
    if (column !== undefined) expect(body).toMatchObject({ row: 2, column });
    expect(await contentsOf(app, set)).toEqual({ online: [], history: [] });
  });

  it('says which line is not JSON', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, `${JSON.stringify(row('SEA', 1, 1))}\n{"airport": "SE\n`);

    expect(body.detail).toContain('row 2 is not JSON');
  });

  it('names both rows that contradict each other', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, ndjson([row('SEA', 1, 1), row('DEN', 1, 1), row('SEA', 2, 1)]));

    expect(body.detail).toContain('row 1 and row 3 give different values for ["SEA"] at 2026-01-01T01:00:00');
    expect((await contentsOf(app, set)).history).toEqual([]);
  });

  it.each([
    ['no feature set', 'nowhere', {}, 404, 'No FEATURE_SET_VERSION "nowhere"'],
    ['a body of another type', undefined, { type: 'application/json' }, 415, 'send application/x-ndjson, text/csv'],
    ['a wrong policy', undefined, { query: '?on-error=ignore' }, 400, 'it is abort or skip'],
    ['an unknown parameter', undefined, { query: '?onerror=skip' }, 400, 'There is no parameter "onerror"'],
    ['an unknown dataset', undefined, { query: '?dataset=nothing@1' }, 404, 'No DATASET_VERSION "nothing@1"'],
    ['no Parquet', undefined, { type: PARQUET }, 400, 'not a Parquet file'],
    ['a CSV without header', undefined, { type: 'text/csv', body: '' }, 400, 'The CSV is empty'],
    ['a CSV that names a column twice', undefined, { type: 'text/csv', body: 'a,a\n1,2' }, 400, 'names "a" twice'],
    [
      'a CSV with too many cells',
      undefined,
      { type: 'text/csv', body: 'airport,delay\n1,2,3' },
      400,
      'row 1 has 3 cells',
    ],
  ])('refuses %s', async (_, name, { body = '{}', ...options }: Record<string, string>, status, message) => {
    const set = name ?? (await delays());

    const answer = await ingest(url, set, body ?? '', options);

    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(message);
  });

  it('leaves nothing when the client goes away', async () => {
    const set = await delays();
    const stop = new AbortController();
    const half = new ReadableStream({
      pull(controller) {
        if (stop.signal.aborted) return controller.close();
        controller.enqueue(new TextEncoder().encode(`${JSON.stringify(row('SEA', 1, 1))}\n`));
        return new Promise<void>((resolve) => setTimeout(resolve, 10));
      },
    });

    const upload = fetch(`${url}/v1/feature-sets/${set}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: half,
      signal: stop.signal,
      ...({ duplex: 'half' } as object),
    });
    setTimeout(() => stop.abort(), 200);

    await expect(upload).rejects.toThrow();
    await eventually(async () => {
      const left = await app.database.dataSource.query(
        `select from pg_class where relname = 'ingest_stage' and relpersistence = 't'`,
      );
      expect(left).toHaveLength(0);
    });
    expect(await contentsOf(app, set)).toEqual({ online: [], history: [] });
  });
});

describe('a bulk ingest that skips', () => {
  it('writes the good rows, counts the bad ones, shows 100 and offers all of them', async () => {
    const set = await delays();
    const rows = Array.from({ length: 300 }, (_, index) => row(`A${index}`, index % 2 === 0 ? index : 'x', 1));

    const { status, body } = await ingest(url, set, ndjson(rows), { query: '?on-error=skip' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ read: 300, written: 150, rejected: 150, unchanged: 0 });
    expect(body.errors).toHaveLength(100);
    expect(body.errors[0]).toMatchObject({ row: 2, column: 'delay', content: rows[1] });
    const file = await (await fetch(`${url}${body.badRows}`)).text();
    const lines = file
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(150);
    expect(lines.at(-1)).toMatchObject({ row: 300, column: 'delay', content: rows[299] });
    expect(lines.at(-1).message).toContain('row 300.delay is "x"');
  });

  it('keeps the first of rows that contradict each other', async () => {
    const set = await delays();

    const { body } = await ingest(url, set, ndjson([row('SEA', 1, 1), row('SEA', 2, 1), row('SEA', 1, 1)]), {
      query: '?on-error=skip',
    });

    expect(body).toMatchObject({ read: 3, written: 1, unchanged: 1, rejected: 1 });
    expect(body.errors[0]).toMatchObject({ row: 2, column: 'event_time' });
    expect((await contentsOf(app, set)).history).toEqual(['["SEA"] 2026-01-01 01:00:00+00 [1]']);
  });

  it('says that there is no such ingest', async () => {
    const response = await fetch(`${url}/v1/ingests/nothing/bad-rows`);

    expect(response.status).toBe(404);
  });
});
