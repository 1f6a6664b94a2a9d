import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentsOf, ingest } from '../features/ingest/ingest-client.js';
import { parquetFile } from '../support/foreign/parquet-file.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

/** `DAMAGES=500 npx jest test/tables/damaged` for a long look. */
const RUNS = Number(process.env.DAMAGES ?? 12);
const TIME = '2026-01-01T00:00:00Z';
const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson', parquet: 'application/vnd.apache.parquet' } as const;
let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const ROWS = Array.from({ length: 40 }, (_, row) => ({
  airport: `k${row}`,
  n: row * 3,
  s: `text "${row}"`,
  event_time: TIME,
}));
const FILES = {
  ndjson: async () => Buffer.from(ROWS.map((row) => JSON.stringify(row)).join('\n')),
  csv: async () =>
    Buffer.from(
      [
        'airport,n,s,event_time',
        ...ROWS.map(({ airport, n, s }) => `${airport},${n},"${s.replaceAll('"', '""')}",${TIME}`),
      ].join('\n'),
    ),
  parquet: () =>
    parquetFile(
      `select 'k' || i as airport, i * 3 as n, 'text "' || i || '"' as s, '${TIME}'::timestamptz as event_time from range(40) t(i)`,
    ),
};

/** What may happen to a file on its way. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(30) }),
  fc.record({
    kind: fc.constant('end' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.constant(0),
  }),
);

function damaged(
  file: Buffer,
  damages: readonly { kind: 'flip' | 'cut' | 'end'; at: number; value: number }[],
): Buffer {
  return damages.reduce((bytes, { kind, at, value }) => {
    const place = Math.floor(at * Math.max(0, bytes.length - 1));
    if (kind === 'end') return bytes.subarray(0, place);
    if (kind === 'cut') return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + value)]);
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[place] = value;
    return copy;
  }, file);
}

describe('a file with damages', () => {
  it.each(['csv', 'ndjson', 'parquet'] as const)(
    'of %s is the caller’s mistake or read, never a fault of ours',
    async (format) => {
      const file = await FILES[format]();
      const features = [
        { name: 'n', type: 'INT64' },
        { name: 's', type: 'STRING' },
      ];
      await fc.assert(
        fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
          const set = await seedFeatureSet(app, { name: `damaged_${++sets}`, features });

          const { status, body } = await ingest(url, set, damaged(file, damages), {
            type: TYPES[format],
            query: '?on-error=skip',
          });

          expect([200, 400]).toContain(status);
          const { history } = await contentsOf(app, set);
          expect(history.length).toBe(status === 200 ? body.written : 0);
        }),
        { numRuns: RUNS },
      );
    },
    // Each Parquet file is read by a process of its own.
    10 * 60_000,
  );
});
