import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from './ingest-client.js';

const PARQUET = { type: 'application/vnd.apache.parquet' };
const TIME = '2026-01-01T00:00:00Z';
const MEGABYTE = 1024 * 1024;
/** What the process of the tests may grow by; each of these files would take far more. */
const ROOM = 300 * MEGABYTE;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'greedy', features: [{ name: 'note', type: 'STRING' }] });
});

afterAll(() => app.close());

/** The most memory that is taken while `work` is done. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ result: T; grown: number }> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  try {
    const result = await work();
    return { result, grown: Math.max(peak, process.memoryUsage.rss()) - before };
  } finally {
    clearInterval(timer);
  }
}

const columns = `'k' || i as airport, '${TIME}'::timestamptz as event_time`;

describe('a small Parquet file that unpacks to a large one', () => {
  it.each([
    ['a text that all rows share', `select ${columns}, repeat('x', 4000000) as note from range(400) t(i)`],
    ['lists', `select ${columns}, list_transform(range(300000), lambda x: 1) as note from range(200) t(i)`],
    ['lists of lists', `select ${columns}, [range(100000), range(100000)] as note from range(150) t(i)`],
  ])('by %s is refused, alone and several at once, and costs nobody else', async (_, query) => {
    const file = await parquetFile(query);

    const { result, grown } = await peakOf(() =>
      Promise.all([1, 2].map(() => ingest(url, 'greedy', file, { ...PARQUET, query: '?on-error=skip' }))),
    );

    expect(result.map(({ status, body }) => [status, body.detail])).toEqual(
      result.map(() => [400, expect.stringContaining('takes too much memory')]),
    );
    expect(grown).toBeLessThan(ROOM);
    expect((await ingest(url, 'greedy', `{"airport":"SEA","note":"x","event_time":"${TIME}"}`)).status).toBe(200);
  });

  it('is read where only some rows are too long, which are bad rows', async () => {
    const note = `case when i = 3 then repeat('x', 2000000) else 'n' || i end as note`;
    const file = await parquetFile(`select ${columns}, ${note} from range(10) t(i)`);

    const { status, body } = await ingest(url, 'greedy', file, { ...PARQUET, query: '?on-error=skip' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ read: 10, rejected: 1 });
    expect(body.errors).toMatchObject([
      {
        row: 4,
        message: expect.stringContaining('is longer than 1048576 bytes'),
        content: expect.stringContaining('airport: k3'),
      },
    ]);
  });

  it('has no more columns than a footer of eight megabytes names', async () => {
    // Long names rather than many: to write them costs less.
    const many = Array.from({ length: 2_500 }, (_, index) => `1 as "${'c'.repeat(2_000)}${index}"`).join(', ');

    const { status, body } = await ingest(url, 'greedy', await parquetFile(`select ${many}`), PARQUET);

    expect(status).toBe(400);
    expect(body.detail).toContain('at most 8388608 are read');
  });
});

describe('long lines', () => {
  it('of NDJSON are bad rows, however many come', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    async function* lines() {
      for (let line = 0; line < 24; line++) {
        yield Buffer.from('{"airport":"SEA","note":"');
        for (let length = 0; length < 15 * MEGABYTE; length += piece.length) yield piece;
        yield Buffer.from(`","event_time":"${TIME}"}\n`);
      }
    }
    const body = Readable.toWeb(Readable.from(lines())) as ReadableStream;

    const { result, grown } = await peakOf(() => ingest(url, 'greedy', body, { query: '?on-error=skip' }));

    expect(result.body).toMatchObject({ read: 24, rejected: 24 });
    expect(grown).toBeLessThan(ROOM);
  });

  it('just short enough are stored as they came, many in one file', async () => {
    const note = 'é'.repeat(MEGABYTE / 2 - 100);
    const rows = Array.from(
      { length: 30 },
      (_, row) => `{"airport":"L${row}","note":"${note}","event_time":"${TIME}"}`,
    );

    const { result, grown } = await peakOf(() => ingest(url, 'greedy', rows.join('\n')));

    expect(result.body).toMatchObject({ read: 30, written: 30 });
    expect(grown).toBeLessThan(ROOM);
    const [{ online }] = await app.database.dataSource.query('select storage as online from feature_set_version');
    const stored = await app.database.dataSource.query(
      `select encode(sha256("values"::bytea), 'hex') as sha from feature_online_${online} where key = '["L29"]'`,
    );
    expect(stored).toEqual([{ sha: createHash('sha256').update(`["${note}"]`).digest('hex') }]);
  });

  it('whose values grow past the limit as JSON are refused', async () => {
    const body = `airport,note,event_time\nSEA,"${'\u0001'.repeat(MEGABYTE / 4)}",${TIME}\n`;

    const { status, body: answer } = await ingest(url, 'greedy', body, { type: 'text/csv' });

    expect(status).toBe(400);
    expect(answer.detail).toContain('bytes as JSON; at most 1048576 are stored');
  });
});
