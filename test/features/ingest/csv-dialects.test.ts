import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type IngestAnswer, ingest } from './ingest-client.js';

const CSV = 'text/csv';
const TIME = '2026-01-01T00:00:00Z';
const TYPES = ['BOOL', 'INT64', 'FLOAT64', 'STRING', 'JSON', 'STRING_LIST', 'INT64_LIST'];
let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const setOf = (...types: string[]) =>
  seedFeatureSet(app, {
    name: `dialect_${++sets}`,
    features: types.map((type) => ({ name: type.toLowerCase(), type })),
  });
const refused = ({ status, body }: IngestAnswer) => [status, body.detail];
const valuesOf = async (set: string, types: readonly string[]) =>
  (
    await lookUp(
      app,
      types.map((type) => `${set}:${type.toLowerCase()}`),
      [{ airport: 'SEA' }],
    )
  ).values[0];

describe('a CSV as pandas writes it', () => {
  it('is read: its index, True, 1.0 for a whole number, lists and JSON as JSON, a byte order mark', async () => {
    const set = await setOf(...TYPES);
    const header = `,airport,${TYPES.map((type) => type.toLowerCase()).join(',')},event_time`;
    const row = `0,SEA,True,7.0,1.5,x,"{""a"": 1}","[""a"", ""b""]","[1, 2]",${TIME}`;

    const { status, body } = await ingest(url, set, `\uFEFF${header}\r\n${row}\r\n`, { type: CSV });

    expect([status, body.detail]).toEqual([200, undefined]);
    expect(await valuesOf(set, TYPES)).toEqual([true, 7, 1.5, 'x', { a: 1 }, ['a', 'b'], [1, 2]]);
  });

  it.each([
    ['7.5', `row 1.int64 is "7.5"; expected a whole number`],
    ['1e3', `row 1.int64 is "1e3"; expected a whole number`],
  ])('with %s for a whole number is refused', async (cell, message) => {
    const set = await setOf('INT64');

    const answer = await ingest(url, set, `airport,int64,event_time\nSEA,${cell},${TIME}\n`, { type: CSV });

    expect(refused(answer)).toEqual([400, expect.stringContaining(message)]);
  });

  it('whose first column has no name but texts must name it', async () => {
    const set = await setOf('STRING');

    const answer = await ingest(url, set, `,airport,string,event_time\nx,SEA,y,${TIME}\n`, { type: CSV });

    expect(refused(answer)).toEqual([400, expect.stringMatching(/holds "x" in the first column, which has no name/)]);
  });
});

describe('a cell of a CSV that has to hold JSON and does not', () => {
  it.each([
    ['STRING_LIST', 'a|b', 'row 1.string_list is "a|b"; expected a list as JSON, such as [1, 2] or ["a", "b"].'],
    ['STRING_LIST', `"['a', 'b']"`, 'json.dumps writes it'],
    ['INT64_LIST', '1;2', 'row 1.int64_list is "1;2"; expected a list as JSON'],
    ['JSON', 'abc', 'row 1.json is "abc"; expected JSON'],
    ['JSON', `"{'a': None}"`, 'json.dumps writes it'],
    ['JSON', `""`, 'row 1.json is ""; expected JSON'],
    ['INT64_LIST', '7', 'row 1.int64_list is 7; expected a list (INT64_LIST)'],
  ])('of %s, %s, is a bad row, whatever the default', async (type, cell, message) => {
    const name = type.toLowerCase();
    const defaultValue = type === 'JSON' ? { none: true } : [];
    const set = await seedFeatureSet(app, {
      name: `dialect_${++sets}`,
      features: [{ name, type, defaultValue } as never],
    });
    const csv = `airport,${name},event_time\nSEA,${cell},${TIME}\n`;

    const answer = await ingest(url, set, csv, { type: CSV });
    const skipped = await ingest(url, set, csv, { type: CSV, query: '?on-error=skip' });

    expect(refused(answer)).toEqual([400, expect.stringContaining(message)]);
    expect(skipped.body).toMatchObject({ read: 1, written: 0, rejected: 1, errors: [{ row: 1, column: name }] });
  });
});

describe('the delimiter of a CSV', () => {
  it.each([
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
  ])('may be a %s, when the caller says so; else the message says how', async (name, sign) => {
    const set = await setOf('STRING');
    const csv = [
      ['airport', 'string', 'event_time'],
      ['SEA', '"a, b"', TIME],
    ]
      .map((line) => line.join(sign))
      .join('\n');

    const unsaid = await ingest(url, set, csv, { type: CSV });
    const said = await ingest(url, set, csv, { type: CSV, query: `?delimiter=${name}` });

    expect(refused(unsaid)).toEqual([400, expect.stringContaining(`say delimiter=${name}`)]);
    expect(said.body).toMatchObject({ written: 1 });
    expect(await valuesOf(set, ['STRING'])).toEqual(['a, b']);
  });

  it('is one of four, and for CSV alone', async () => {
    const set = await setOf('STRING');

    const unknown = await ingest(url, set, 'a', { type: CSV, query: '?delimiter=colon' });
    const other = await ingest(url, set, '{}', { query: '?delimiter=tab' });

    expect(refused(unknown)).toEqual([400, 'delimiter is "colon"; it is comma, semicolon, tab, pipe.']);
    expect(refused(other)).toEqual([400, 'delimiter is for CSV; the table is ndjson.']);
  });
});

describe('what is no CSV', () => {
  it.each([
    ['a file without header', Buffer.from(`SEA,x,${TIME}\n`), 'a first line that names the columns is missing'],
    ['gzip', gzipSync('airport,string,event_time\n'), 'compressed with gzip; send it uncompressed'],
    ['UTF-16', Buffer.from('\uFEFFairport,string\n', 'utf16le'), 'UTF-16; save it as UTF-8'],
    ['UTF-16 without a mark', Buffer.from('airport,string\n', 'utf16le'), 'UTF-16; save it as UTF-8'],
    ['the other UTF-16', Buffer.from('airport,string\n', 'utf16le').swap16(), 'UTF-16; save it as UTF-8'],
    ['Parquet', Buffer.from('PAR1....PAR1'), 'send it as application/vnd.apache.parquet'],
    ['a workbook', Buffer.from('PK\x03\x04...'), 'a workbook'],
    [
      'too many columns',
      Buffer.from(Array.from({ length: 200_000 }, (_, index) => index).join(',')),
      'has more than 10000 cells',
    ],
  ])('%s: the message says what to do', async (_, bytes, message) => {
    const set = await setOf('STRING');

    expect(refused(await ingest(url, set, bytes, { type: CSV }))).toEqual([400, expect.stringContaining(message)]);
  });

  it('is told by what is said of it', async () => {
    const set = await setOf('STRING');
    const csv = `airport,string,event_time\nSEA,x,${TIME}\n`;
    const post = async (headers: [string, string][]) => {
      const response = await fetch(`${url}/v1/feature-sets/${set}/rows`, { method: 'POST', headers, body: csv });
      const { detail } = (await response.json()) as { detail?: string };
      return [response.status, detail];
    };

    expect(await post([['content-type', 'text/csv; charset=utf-16']])).toEqual([
      400,
      'The charset is utf-16; CSV is sent as UTF-8.',
    ]);
    const plain: [string, string] = ['content-type', 'text/csv; charset=UTF-8'];
    expect(await post([plain, ['content-encoding', 'Identity']])).toEqual([200, undefined]);
  });

  it('in one cell, bytes that are no UTF-8, is one bad row', async () => {
    const set = await setOf('STRING');
    const csv = Buffer.from(`airport,string,event_time\nSEA,\xff,${TIME}\nDEN,y,${TIME}\n`, 'latin1');

    const { body } = await ingest(url, set, csv, { type: CSV, query: '?on-error=skip' });

    expect(body).toMatchObject({ read: 2, written: 1, rejected: 1 });
    expect(body.errors).toMatchObject([{ row: 1, message: expect.stringContaining('is not UTF-8 in string') }]);
  });
});
