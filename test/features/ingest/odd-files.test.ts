import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type IngestAnswer, ingest, ndjson } from './ingest-client.js';

const PARQUET = 'application/vnd.apache.parquet';
const TIME = '2026-01-01T00:00:00Z';
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const features = ['INT64', 'FLOAT64', 'STRING', 'BYTES', 'JSON', 'TIMESTAMP'].map((type) => ({
    name: type.toLowerCase(),
    type,
  }));
  await seedFeatureSet(app, { name: 'odd', features });
});

afterAll(() => app.close());

const NOTHING = { int64: null, float64: null, string: null, bytes: null, json: null, timestamp: null };
const line = (airport: string, cells: string) =>
  `{"airport":"${airport}","event_time":"${TIME}",${cells},${JSON.stringify(NOTHING).slice(1)}`;
const row = (airport: string, cells: object) => ({ airport, event_time: TIME, ...NOTHING, ...cells });

/** A Parquet file of one row: airport SEA, these columns, null in all others. */
async function parquet(columns: Readonly<Record<string, string>>): Promise<Buffer> {
  const cells = { airport: `'SEA'`, event_time: `'${TIME}'::timestamptz`, ...NOTHING, ...columns };
  const selected = Object.entries(cells).map(([name, value]) => `${value} as "${name}"`);
  const directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`copy (select ${selected.join(', ')}) to '${directory}/t.parquet' (format parquet)`);
    return await readFile(`${directory}/t.parquet`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true });
  }
}

const refused = ({ status, body }: IngestAnswer) => ({ status, detail: body.detail });

describe('a Parquet file', () => {
  it.each([
    ['bytes for a text', { string: `'\\xFF'::blob` }, 'row 1.string is 1 bytes; expected a string'],
    ['NaN', { float64: `'nan'::double` }, 'row 1.float64 is NaN; expected a finite number'],
    ['an infinite time', { event_time: `'infinity'::timestamptz` }, 'row 1.event_time is "infinity"'],
    ['a struct with NaN', { json: `{'a': 'nan'::double}` }, 'The column "json" holds {"a":NaN}'],
    ['nanoseconds', { timestamp: `'2026-01-01 00:00:00.123456789'::timestamp_ns` }, 'finer than a microsecond'],
  ])('with %s is refused by name', async (_, columns, message) => {
    const answer = await ingest(url, 'odd', await parquet(columns), { type: PARQUET, query: '?time-zone=UTC' });

    expect(refused(answer)).toEqual({ status: 400, detail: expect.stringContaining(message) });
  });

  it('may hold bytes for a feature of bytes', async () => {
    const answer = await ingest(url, 'odd', await parquet({ bytes: `'\\xFF\\x00'::blob` }), { type: PARQUET });

    expect(answer.body).toMatchObject({ written: 1 });
    expect((await lookUp(app, ['odd:bytes'], [{ airport: 'SEA' }])).values).toEqual([['/wA=']]);
  });

  it.each([
    ['cut off', (file: Buffer) => file.subarray(0, file.length - 20)],
    [
      'damaged within',
      (file: Buffer) => Buffer.concat([file.subarray(0, 8), Buffer.alloc(60, 0xff), file.subarray(68)]),
    ],
    ['no such file', () => Buffer.from('PAR1 not really')],
  ])('that is %s is refused without telling our paths', async (_, damage) => {
    const { status, body } = await ingest(url, 'odd', damage(await parquet({ string: `'x'` })), { type: PARQUET });

    expect(status).toBe(400);
    expect(body.detail).toMatch(/^The Parquet file (is cut off|can't be read, or is damaged)/);
    expect(body.detail).not.toContain('/');
  });
});

describe('a line of NDJSON', () => {
  it.each([
    ['a number that no double holds', line('A', '"json":{"a":1e400}').replace(',"json":null', ''), 'The number 1e400'],
    ['too much nesting', line('A', `"json":${'['.repeat(9_000)}${']'.repeat(9_000)}`), 'nests more than 500 levels'],
    ['half a surrogate pair', JSON.stringify(row('A', { json: { a: '\ud800' } })), 'row 1.json is'],
  ])('with %s is a bad row, and the others are written', async (_, bad, message) => {
    const name = `B${Math.floor(Math.random() * 1e9)}`;

    const { status, body } = await ingest(url, 'odd', `${bad}\n${ndjson([row(name, { int64: 1 })])}`, {
      query: '?on-error=skip',
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ read: 2, written: 1, rejected: 1 });
    expect(body.errors[0]?.message).toContain(message);
  });

  it('may begin with a byte order mark', async () => {
    const { body } = await ingest(url, 'odd', `\uFEFF${ndjson([row('BOM', { int64: 1 })])}`);

    expect(body).toMatchObject({ written: 1 });
  });

  it('that contradicts another one is kept whole, so that it can be mended and sent again', async () => {
    const [one, other] = [1, 2].map((int64) => row('TWICE', { int64, string: 'é "x"', json: { big: 1 } }));

    const { body } = await ingest(url, 'odd', ndjson([one, other] as object[]), { query: '?on-error=skip' });
    const [kept] = (await (await fetch(`${url}${body.badRows}`)).text()).trim().split('\n');

    expect(body).toMatchObject({ written: 1, rejected: 1 });
    const { content } = JSON.parse(kept ?? '') as { content: { event_time: string } };
    expect({ ...content, event_time: new Date(content.event_time).toISOString() }).toEqual({
      ...other,
      event_time: new Date(TIME).toISOString(),
    });
  });
});

describe('a request', () => {
  it.each([
    [{ type: 'text/csv', query: '?time-zone=UTC' }, 400, 'time-zone is for Parquet'],
    [{ type: PARQUET, query: '?time-zone=Mars' }, 400, 'time-zone is "Mars"'],
  ])('says what its parameters are for: %j', async (options, status, message) => {
    const answer = await ingest(url, 'odd', 'airport\n', options);

    expect(refused(answer)).toEqual({ status, detail: expect.stringContaining(message) });
  });

  it('is not read in an encoding that is not understood', async () => {
    const answer = await fetch(`${url}/v1/feature-sets/odd/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      body: '{}',
    });

    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('content-encoding is gzip') });
  });

  it('for a lookup is refused when it is no UTF-8, no JSON by name, or of another method', async () => {
    const post = (body: string | Buffer, type: string) =>
      fetch(`${url}/v1/features`, { method: 'POST', headers: { 'content-type': type }, body: body as string });

    const [latin, text, put] = await Promise.all([
      post(Buffer.from('{"features":["odd:*"],"entities":[{"airport":"\xff"}]}', 'latin1'), 'application/json'),
      post('{}', 'text/plain'),
      fetch(`${url}/v1/features`, { method: 'PUT' }),
    ]);

    expect([latin.status, text.status, put.status]).toEqual([400, 415, 405]);
    expect(await latin.json()).toMatchObject({ detail: 'The body is not UTF-8.' });
    expect(await text.json()).toMatchObject({ detail: 'The content-type is "text/plain"; send application/json.' });
    expect(put.headers.get('allow')).toBe('POST');
  });

  it('for more values than an answer holds is TOO_COMPLEX', async () => {
    const features = Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, type: 'INT64' }));
    await seedFeatureSet(app, { name: 'very_wide', features });
    const entities = Array.from({ length: 10_000 }, (_, index) => ({ airport: `A${index}` }));

    await expect(lookUp(app, ['very_wide:*'], entities)).rejects.toThrow(
      'TOO_COMPLEX: 10000 entities with 300 features each are 3000000 values; at most 500000',
    );
    const spine = entities.map((key) => ({ ...key, event_time: '2026-01-01T00:00:00Z' }));
    await expect(
      app.graphql(
        'query ($spine: SpineRows!) { historicalFeatures(features: ["very_wide:*"], spine: $spine) { values } }',
        {
          spine,
        },
      ),
    ).rejects.toThrow('TOO_COMPLEX: 10000 spine rows with 300 features each are 3000000 values');
  });
});

describe('the spine of a training set', () => {
  const CREATE = 'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }';

  it.each([
    [{ '': 1 }, 'has a column without a name'],
    [{ lab: 1, LAB: 2 }, 'has "LAB" and another column that differs from it only in case'],
    [{ label: '\ud800' }, 'spine[0].label holds'],
    [{ INT64: 1 }, 'which is the name of a feature too'],
  ])('is refused when no file could hold it: %j', async (cells, message) => {
    const input = { name: 'spined', features: ['odd:*'], spine: [{ airport: 'SEA', event_time: TIME, ...cells }] };

    await expect(app.graphql(CREATE, { input })).rejects.toThrow(message);
  });
});
