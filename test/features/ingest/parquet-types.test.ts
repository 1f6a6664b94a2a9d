import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readParquet } from '../../../src/tables/parquet/read-parquet.js';
import type { TableBatch } from '../../../src/tables/table-batch.js';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { lookUp, seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from './ingest-client.js';

const TYPE = 'application/vnd.apache.parquet';
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const set = (name: string, types: Readonly<Record<string, string>>) =>
    seedFeatureSet(app, { name, features: Object.entries(types).map(([feature, type]) => ({ name: feature, type })) });
  await set('times', { t: 'TIMESTAMP', l: 'TIMESTAMP_LIST' });
  await set('types_f', { f: 'FLOAT64' });
  await set('types_n', { n: 'INT64' });
  await set('types_s', { s: 'STRING' });
  await set('types_j', { j: 'JSON' });
});

afterAll(() => app.close());

const send = (set: string, file: Buffer, query = '') => ingest(url, set, file, { type: TYPE, query });
const made = (name: string) => readFile(`test/fixtures/parquet/${name}.parquet`);
const oneRow = (column: string, value: string) =>
  parquetFile(`select 'SEA' as airport, '2026-01-01'::timestamptz as event_time, ${value} as ${column}`);
const valuesOf = async (set: string, airports = ['SEA']) =>
  (
    await lookUp(
      app,
      [`${set}:*`],
      airports.map((airport) => ({ airport })),
    )
  ).values;

it('refuses a column whose name no SQL can say, by that name', async () => {
  const file = await oneRow('aZb', '1');
  for (let at = file.indexOf('aZb'); at >= 0; at = file.indexOf('aZb', at)) file[at + 1] = 0;

  const { status, body } = await send('types_f', file);

  expect([status, body.detail]).toEqual([
    400,
    'The column "a\\u0000b" of the Parquet file has a NUL in its name; rename it.',
  ]);
});

describe('INT96 times, as Spark writes them', () => {
  it('are taken with all their digits', async () => {
    const { body } = await send('times', await made('int96-whole'), '?time-zone=UTC');

    expect(body).toMatchObject({ written: 3 });
    const [whole, early] = ['2026-01-01T00:00:00.123456Z', '1969-12-31T23:59:59.9985Z'];
    expect(await valuesOf('times', ['SEA', 'DEN', 'JFK'])).toEqual([
      [whole, [whole, early]],
      [early, []],
      [null, null],
    ]);
  });

  it('belong to the zone that is said', async () => {
    const { body } = await send('times', await made('int96-finer'), '?time-zone=America/Denver&on-error=skip');

    expect(body).toMatchObject({ written: 1, rejected: 2 });
    expect(body.errors.map(({ row, column, message }) => [row, column, message])).toEqual([
      [2, 't', expect.stringContaining('"2026-01-01T07:00:00.123456789Z"')],
      [3, 'l', expect.stringContaining('finer than a microsecond')],
    ]);
    expect(await valuesOf('times')).toEqual([['2026-01-01T07:00:00.123456Z', ['2026-01-01T07:00:00.123456Z']]]);
  });
});

describe('a Parquet file', () => {
  it.each([
    ['INT96 without a zone', 'times', 'int96-whole', '', 'The times of the column "event_time" have no time zone'],
    [
      'INT96 in a struct',
      'times',
      'int96-in-struct',
      '?time-zone=UTC',
      'The column "t" holds INT96 times within STRUCT',
    ],
    ['decimals of 76 digits', 'types_f', 'decimal-76', '', 'The column "f" holds decimals of 76 digits'],
    [
      'times of day in nanoseconds',
      'types_s',
      'time-of-day-ns',
      '',
      'The column "s" holds times of day in nanoseconds',
    ],
    ['no columns', 'types_n', 'no-columns', '', 'The Parquet file has no columns'],
    ['encryption', 'types_n', 'encrypted', '', 'The Parquet file is encrypted'],
    ['encrypted columns', 'types_n', 'encrypted-columns', '', 'The Parquet file has encrypted columns'],
  ])('with %s is refused with the way out', async (_, set, name, query, detail) => {
    const { status, body } = await send(set, await made(name), query);

    expect([status, body.code, body.detail]).toEqual([400, 'BAD_USER_INPUT', expect.stringContaining(detail)]);
  });

  it('with FLOAT16 is read exactly', async () => {
    await send('types_f', await made('float16'));

    expect(await valuesOf('types_f', ['SEA', 'DEN', 'JFK'])).toEqual([[1.5], [65504], [0.0999755859375]]);
  });

  it('with decimals gives the nearest FLOAT64', async () => {
    await send('types_f', await made('decimal-38'));

    expect(Number((await valuesOf('types_f'))[0]?.[0])).toBe(Number('12345678901234567890.1234567891'));
  });

  it('with a key twice in a map gives the last value, as the format says', async () => {
    await send('types_j', await made('map-twice'));

    expect(await valuesOf('types_j')).toEqual([[{ a: 2 }]]);
  });

  it.each([
    ['types_n', 'n', `9223372036854775808::ubigint`, 'row 1.n is 9223372036854775808'],
    ['types_n', 'n', `18446744073709551615::ubigint`, 'row 1.n is 18446744073709551615'],
    ['types_n', 'n', `12345678901234567890::decimal(38, 0)`, 'row 1.n is 12345678901234567890'],
    ['types_n', 'n', `interval '1 month 2 days'`, 'row 1.n is "1 month 2 days"'],
    ['types_n', 'n', `{'a': 1}`, 'row 1.n is '],
    ['types_n', 'n', `map {'a': 1}`, 'row 1.n is '],
    ['types_n', 'n', `'a'::blob`, 'row 1.n is 1 bytes'],
    ['types_n', 'n', `1.5::decimal(10, 1)`, 'row 1.n is 1.5'],
  ])('for %s with %s of %s is refused by name', async (set, column, value, detail) => {
    const { status, body } = await send(set, await oneRow(column, value));

    expect([status, body.column, body.detail]).toEqual([400, column, expect.stringContaining(detail)]);
  });

  it('with values that fit is read exactly', async () => {
    const exact: readonly [type: string, value: string, read: unknown][] = [
      ['INT64', `9223372036854775807::ubigint`, 9223372036854775807n],
      ['INT64', `-9223372036854775808::decimal(38, 0)`, -9223372036854775808n],
      ['FLOAT64', `0.1::decimal(38, 10)`, 0.1],
      ['FLOAT64', `123456789012345.678::decimal(18, 3)`, Number('123456789012345.678')],
      ['STRING', `'00010203-0405-0607-0809-0a0b0c0d0e0f'::uuid`, '00010203-0405-0607-0809-0a0b0c0d0e0f'],
      ['STRING', `interval '1 month 2 days 1.5 seconds'`, '1 month 2 days 00:00:01.5'],
      ['STRING', `time '12:34:56.000001'`, '12:34:56.000001'],
      ['JSON', `map {'a': 9223372036854775807}`, { a: 9223372036854775807n }],
      [
        'JSON',
        `{'a': 18446744073709551615::ubigint, 'l': [{'d': 0.5::decimal(38, 3)}]}`,
        { a: 18446744073709551615n, l: [{ d: 0.5 }] },
      ],
    ];
    await seedFeatureSet(app, { name: 'exact', features: exact.map(([type], place) => ({ name: `c${place}`, type })) });
    const values = exact.map(([, value], place) => `${value} as c${place}`).join(', ');

    const file = await parquetFile(`select 'SEA' as airport, '2026-01-01'::timestamptz as event_time, ${values}`);
    const { body } = await send('exact', file);

    expect(body).toMatchObject({ written: 1 });
    expect(await valuesOf('exact')).toEqual([exact.map(([, , read]) => read)]);
  });
});

describe('durations of Arrow, which Parquet has as bare integers', () => {
  it.each([
    ['duration', 'types_n', 'n'],
    ['duration-list', 'types_j', 'j'],
  ])('are refused by their name: %s', async (file, set, column) => {
    const { status, body } = await send(set, await made(file));

    expect([status, body.detail]).toEqual([
      400,
      `The column "${column}" holds durations, a type of Arrow's that Parquet knows as numbers without a unit. Write it as numbers of a unit of your choice, such as seconds, or as text.`,
    ]);
  });

  it('don’t stand in other files that keep a schema of Arrow', async () => {
    expect((await send('types_n', await made('arrow-schema'))).body).toMatchObject({ written: 1 });
    expect(await valuesOf('types_n')).toEqual([[1]]);
  });
});

it('takes a file with a row in each of its thousands of row groups as few batches', async () => {
  const file = gunzipSync(await readFile('test/fixtures/parquet/row-groups.parquet.gz'));
  const batches: TableBatch[] = [];
  for await (const batch of readParquet(Readable.from([file]), undefined)) batches.push(batch);

  expect(batches.length).toBeLessThan(20);
  expect(batches.flatMap(({ rows }) => rows).map((row) => (row as { airport: string }).airport)).toEqual(
    Array.from({ length: 3_000 }, (_, row) => `K${row}`),
  );
  // It has no column for it, which is said of the first row.
  expect((await send('types_f', file)).body).toMatchObject({ row: 1, column: 'f' });
});
