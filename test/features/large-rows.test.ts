import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet } from '../training-sets/training-client.js';
import { ingest } from './ingest/ingest-client.js';

const MEGABYTE = 1024 * 1024;
const LINE_FEED = 0x0a;
const ROWS = 60;
/** What the process of the tests may grow by; all rows at once, in the copies that each step makes, would take more. */
const ROOM = 250 * MEGABYTE;
const NOTE = 'é'.repeat(MEGABYTE / 2 - 200);
const at = (row: number) => `2026-01-01T00:${String(row).padStart(2, '0')}:00Z`;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'large', features: [{ name: 'note', type: 'STRING' }] });
  const rows = Array.from(
    { length: ROWS },
    (_, row) => `{"airport":"L${row}","note":"${NOTE}","event_time":"${at(row)}"}`,
  );
  expect((await ingest(url, 'large', rows.join('\n'))).body).toMatchObject({ written: ROWS });
}, 120_000);

afterAll(() => app.close());

async function grownBy<T>(work: () => Promise<T>): Promise<{ result: T; grown: number }> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  try {
    const result = await work();
    return { result, grown: peak - before };
  } finally {
    clearInterval(timer);
  }
}

/** The lengths of an answer's lines, without holding it. */
async function linesOf(path: string): Promise<{ status: number; lines: number; bytes: number }> {
  const response = await fetch(`${url}${path}`);
  let [lines, bytes] = [0, 0];
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  }
  return { status: response.status, lines, bytes };
}

describe('rows of a megabyte', () => {
  it('are exported as NDJSON, CSV and Parquet', async () => {
    const spine = Array.from({ length: ROWS }, (_, row) => ({
      airport: `L${row}`,
      event_time: '2026-02-01T00:00:00Z',
    }));
    const job = await createTrainingSet(app, { name: 'large_set', features: ['large:note'], spine });
    expect([job.status, job.error]).toEqual(['SUCCEEDED', null]);

    for (const format of ['ndjson', 'csv', 'parquet']) {
      const { result, grown } = await grownBy(() => linesOf(`/v1/training-sets/large_set?format=${format}`));

      expect(result.status).toBe(200);
      if (format !== 'parquet') expect(result.bytes).toBeGreaterThan(ROWS * (MEGABYTE - 500));
      if (format === 'ndjson') expect(result.lines).toBe(ROWS);
      expect(grown).toBeLessThan(ROOM);
    }
  }, 120_000);

  it('are too much for one answer when many are asked for, and that is said', async () => {
    const entities = Array.from({ length: 300 }, () => ({ airport: 'L1' }));
    const spine = entities.map((entity) => ({ ...entity, event_time: '2026-02-01T00:00:00Z' }));
    const online =
      'query ($entities: EntityKeys!) { onlineFeatures(features: ["large:note"], entities: $entities) { values } }';
    const history =
      'query ($spine: SpineRows!) { historicalFeatures(features: ["large:note"], spine: $spine) { values } }';

    for (const [query, variables] of [
      [online, { entities }],
      [history, { spine }],
    ] as const) {
      const { result, grown } = await grownBy(() => app.graphqlAnswer(query, variables));

      expect(result.errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
      expect(grown).toBeLessThan(2 * ROOM);
    }
  }, 120_000);

  it('are backfilled, step by step', async () => {
    const features = `[{ name: "note", type: STRING }, { name: "n", type: INT64, defaultValue: 0 }]`;
    await app.graphql(
      `mutation { publishFeatureSet(input: { name: "large", entity: "airport", features: ${features} }) { created } }`,
    );

    const { result, grown } = await grownBy(() =>
      app.graphql<{ backfillFeatureSetVersion: { written: number } }>(
        `mutation { backfillFeatureSetVersion(input: { featureSet: "large@2" }) { read written cursor } }`,
      ),
    );

    expect(result.backfillFeatureSetVersion).toEqual({ read: ROWS, written: ROWS, cursor: null });
    expect(grown).toBeLessThan(ROOM);
  }, 120_000);

  it('that were refused are kept and given whole, and the answer shows as many as fit', async () => {
    const lines = Array.from(
      { length: ROWS },
      (_, row) => `{"airport":"L${row}","note":"${NOTE}","event_time":${row}}`,
    );

    const { body } = await ingest(url, 'large@1', lines.join('\n'), { query: '?on-error=skip' });
    const { result, grown } = await grownBy(() => linesOf(body.badRows ?? ''));

    expect(body.rejected).toBe(ROWS);
    expect(body.errors.length).toBeLessThan(10);
    expect(body.errors.length).toBeGreaterThan(0);
    expect(result).toMatchObject({ status: 200, lines: ROWS });
    expect(grown).toBeLessThan(ROOM);
  }, 120_000);
});
