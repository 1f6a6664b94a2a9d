import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetFile, sayingUtc } from '../../support/foreign/parquet-file.js';
import { lookUp, seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from './ingest-client.js';

const PARQUET = { type: 'application/vnd.apache.parquet' };
let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const timesOf = () =>
  seedFeatureSet(app, {
    name: `times_${++sets}`,
    features: [
      { name: 't', type: 'TIMESTAMP' },
      { name: 'l', type: 'TIMESTAMP_LIST' },
    ],
  });
const row = (airport: string, t: string, l = '[]') =>
  `select '${airport}' as airport, '2026-01-01'::timestamptz as event_time, ${t} as t, ${l} as l`;

describe('times in a Parquet file', () => {
  it('in UTC nanoseconds, as pandas writes them, are taken where they are whole microseconds; finer ones are bad rows', async () => {
    const set = await timesOf();
    const [whole, finer] = ['2026-01-01 00:00:00.123456', '2026-01-01 00:00:00.123456789'];
    const ns = (text: string) => `'${text}'::timestamp_ns`;
    const file = sayingUtc(
      await parquetFile(
        [
          row('SEA', ns(whole), `[${ns(whole)}]`),
          row('DEN', ns(finer), `[${ns(whole)}]`),
          row('JFK', ns(whole), `[${ns(finer)}]`),
        ].join(' union all '),
      ),
    );

    const { body } = await ingest(url, set, file, { ...PARQUET, query: '?on-error=skip' });

    expect(body).toMatchObject({ read: 3, written: 1, rejected: 2 });
    expect(body.errors.map(({ row: number, column, message }) => [number, column, message])).toEqual([
      [2, 't', expect.stringContaining('"2026-01-01T00:00:00.123456789Z"')],
      [3, 'l', expect.stringContaining('finer than a microsecond')],
    ]);
    const found = await lookUp(app, [`${set}:*`], [{ airport: 'SEA' }]);
    expect(found.values).toEqual([['2026-01-01T00:00:00.123456Z', ['2026-01-01T00:00:00.123456Z']]]);
  });

  it('in nanoseconds without zone keep them in whichever zone they are said to be', async () => {
    const set = await timesOf();
    const ns = `'2026-07-01 00:00:00.000000500'::timestamp_ns`;
    const file = await parquetFile(
      `${row('SEA', ns)} union all ${row('DEN', `'1969-07-01 00:00:00.5'::timestamp_ns`)}`,
    );

    const { body } = await ingest(url, set, file, { ...PARQUET, query: '?on-error=skip&time-zone=America/Denver' });

    expect(body.errors).toMatchObject([
      { row: 1, column: 't', message: expect.stringContaining('"2026-07-01T06:00:00.000000500Z"') },
    ]);
    expect((await lookUp(app, [`${set}:t`], [{ airport: 'DEN' }])).values).toEqual([['1969-07-01T06:00:00.5Z']]);
  });

  it.each([
    ['after the year 9999', `make_timestamptz(253402300800000000)`],
    ['before the year 1', `make_timestamptz(-62135596800000001)`],
    ['of the year 148108', `make_timestamptz(4611686018427387904)`],
    ['infinite', `'-infinity'::timestamptz`],
  ])('%s are bad rows', async (_, time) => {
    const set = await timesOf();
    const file = await parquetFile(`${row('SEA', time)} union all ${row('DEN', `'2026-01-01'::timestamptz`)}`);

    const { status, body } = await ingest(url, set, file, { ...PARQUET, query: '?on-error=skip' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ written: 1, rejected: 1, errors: [{ row: 1, column: 't' }] });
  });

  it('in nanoseconds within a struct are refused, for they would be cut there', async () => {
    const set = await timesOf();
    const file = sayingUtc(await parquetFile(row('SEA', `{'a': '2026-01-01'::timestamp_ns}`)));

    const { status, body } = await ingest(url, set, file, PARQUET);

    expect([status, body.detail]).toEqual([
      400,
      expect.stringContaining('The column "t" holds times in nanoseconds within'),
    ]);
  });

  it('and everything else are not looked for in columns that differ only in case', async () => {
    const set = await timesOf();
    const file = await parquetFile('select 1 as cccc, 2 as dddd');
    const twins = Buffer.from(file.toString('latin1').replaceAll('dddd', 'CCCC'), 'latin1');

    const { status, body } = await ingest(url, set, twins, PARQUET);

    expect([status, body.detail]).toEqual([
      400,
      expect.stringContaining('"CCCC" twice, or two that differ only in case'),
    ]);
  });
});
