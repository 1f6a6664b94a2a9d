import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Delimiter } from '../../src/tables/csv/csv-delimiter.js';
import type { TableFormat } from '../../src/tables/table-format.js';
import { WindowedFile } from '../../src/windows/compute-windows.js';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { planWindows } from '../../src/windows/window-plan.js';
import { parquetFile } from '../support/foreign/parquet-file.js';

const UNTIL = Date.parse('2001-02-01T00:00:00Z') * 1_000;

let directory: string;
let made = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-text-'));
});

afterAll(() => rm(directory, { recursive: true }));

/** A file with that content, opened. */
async function open(format: TableFormat, content: Uint8Array | string, delimiter: Delimiter = 'comma', packed = false) {
  const own = await mkdtemp(join(directory, 'own-'));
  const path = join(directory, `it${++made}.${format}`);
  await writeFile(path, packed ? gzipSync(content) : content);
  return WindowedFile.open({ path, format, packed, delimiter }, own);
}

async function typesOf(file: WindowedFile): Promise<string[]> {
  return (await file.columns()).map(({ name, nativeType }) => `${name} ${nativeType}`);
}

async function windowsOf(file: WindowedFile): Promise<string[]> {
  const source = { columns: await file.columns(), timeZone: 'America/New_York' };
  const plan = planWindows(source, {
    keys: [{ joinKey: 'place', column: 'the "place"', type: 'STRING' }],
    time: readMoment('date'),
    availableAt: readMoment('known'),
    features: ['n=count()', 'mean=mean(delay)', 'late=share(ratio > 0.5)', 'last=last(note)'].map(readWindowedFeature),
    windowSeconds: 7_200,
    everySeconds: 3_600,
  });
  return file.preview(plan, UNTIL, 100);
}

const ROWS = [
  ['00123', '2001-01-01 10:10:00', '2001-01-01T15:10:00Z', 20, 0.25, 'it, "is" fine'],
  ['00123', '2001-01-01 10:50:00', '2001-01-01T18:50:00+02:00', null, 1e-3, 'ends\nin two lines'],
  ["O'Hare;", '2001-01-01 10:10:00', '2001-01-01T15:10:00Z', -7, 5, null],
  ['7', null, '2001-01-01T15:10:00Z', 1, 1, 'without time'],
  [null, '2001-01-01 10:10:00', '2001-01-01T15:10:00Z', 1, 1, 'without key'],
] as const;
const NAMES = ['the "place"', 'date', 'known', 'delay', 'ratio', 'note'];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (delimiter: string) =>
  `${[NAMES, ...ROWS]
    .map((row) =>
      row.map((cell) => (cell === null ? '' : typeof cell === 'number' ? cell : quoted(cell))).join(delimiter),
    )
    .join('\r\n')}\r\n`;
const ndjson = ROWS.map((row) => JSON.stringify(Object.fromEntries(NAMES.map((name, at) => [name, row[at]])))).join(
  '\n',
);
const literal = (cell: string | number | null) =>
  typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell);
const PARQUET = `select p as "the ""place""", d::timestamp as date, k::timestamptz as known, delay::bigint as delay, ratio::double as ratio, note
  from (values ${ROWS.map((row) => `(${row.map(literal).join(', ')})`).join(', ')}) as it(p, d, k, delay, ratio, note)`;

describe('a file of text', () => {
  it('has the windows that the same rows have in Parquet', async () => {
    const wanted = await windowsOf(await open('parquet', await parquetFile(PARQUET)));

    expect(wanted).toHaveLength(6);
    expect(await windowsOf(await open('csv', csv(';'), 'semicolon'))).toEqual(wanted);
    expect(await windowsOf(await open('csv', csv(','), 'comma', true))).toEqual(wanted);
    expect(await windowsOf(await open('ndjson', ndjson))).toEqual(wanted);
    expect(await windowsOf(await open('ndjson', ndjson, 'comma', true))).toEqual(wanted);
  }, 300_000);

  it('has columns of the types that all their values are of, and texts where nothing else is sure', async () => {
    const many = Array.from({ length: 25_000 }, (_, row) => `${row},${row},${row}.5,true`);
    const file = await open(
      'csv',
      `zip,late,mostly,flag,none,day,local,zoned,mixed,wide\n${[
        '00123,1,1,true,,2001-01-01,2001-01-01 10:00,2001-01-01T10:00:00.5Z,2001-01-01,1',
        '00124,NaN,-1.5e3,false,,2001-12-31,2001-01-01T10:00:00.123456,2001-01-01 10:00:00-08:00,2001-01-01T00:00:00Z,12345678901234567890',
      ].join('\n')}\n`,
    );
    const late = await open('csv', `a,b,c,d\n${many.join('\n')}\nx,1.5,y,maybe\n`);

    expect(await typesOf(file)).toEqual([
      'zip VARCHAR',
      'late DOUBLE',
      'mostly DOUBLE',
      'flag BOOLEAN',
      'none VARCHAR',
      'day TIMESTAMP',
      'local TIMESTAMP',
      'zoned TIMESTAMP WITH TIME ZONE',
      'mixed VARCHAR',
      'wide VARCHAR',
    ]);
    expect(await typesOf(late)).toEqual(['a VARCHAR', 'b DOUBLE', 'c VARCHAR', 'd VARCHAR']);
    const index = await open('csv', ',a\n0,5\n1,6\n');
    expect(await typesOf(index)).toEqual(['a BIGINT']);
    const json = await open(
      'ndjson',
      '{"t":"2001-01-01T00:00:00+02:00","zip":"00123","n":1,"o":{"a":1}}\n{"n":2.5,"z":null}\n',
    );
    expect(await typesOf(json)).toEqual(['t TIMESTAMP WITH TIME ZONE', 'zip VARCHAR', 'n DOUBLE', 'o JSON', 'z JSON']);
  }, 300_000);

  it.each<[TableFormat, string | Uint8Array, string]>([
    ['csv', '', 'The CSV is empty; its first line names the columns.'],
    ['csv', 'a;b\n1;2\n', 'say delimiter=semicolon'],
    ['csv', 'a,a\n1,2\n', 'names "a" twice'],
    ['csv', '2001-01-01,5\n2001-01-02,6\n', 'a first line that names the columns is missing'],
    ['csv', 'a,b\n1,2\n1,2,3\n', 'Line: 3'],
    ['csv', 'a,b\n1,2\n1\n', 'Line: 3'],
    ['csv', 'a,b\n1,2\n"x,2\n3,4\n', 'Line: 3'],
    ['csv', Buffer.from('a,b\n\xe9,2\n', 'latin1'), 'utf-8'],
    ['ndjson', '{"a":1}\n{"a":\n', 'line'],
    ['parquet', 'PAR1', 'The Parquet file is cut off'],
    ['parquet', '', 'not a Parquet file'],
  ])('of %s with %j is refused, saying where', async (format, content, message) => {
    const refused = open(format, content);

    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('own-') });
  });
});
