import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { factsSql } from '../../src/windows/sql/facts.sql.js';
import { untilIs } from '../../src/windows/sql/source.sql.js';
import { sourceColumn } from '../../src/windows/sql/source-column.js';
import { windowsSql } from '../../src/windows/sql/window.sql.js';
import { planWindows } from '../../src/windows/window-plan.js';
import { openDuckdb } from './open-duckdb.js';

let duckdb: Awaited<ReturnType<typeof openDuckdb>>;

beforeAll(async () => {
  duckdb = await openDuckdb();
});

afterAll(() => duckdb.close());

interface Asked {
  readonly window?: number;
  readonly every?: number;
  readonly until?: string;
  readonly time?: string;
  readonly features?: readonly string[];
}

/** The windows of rows (key, date, value) as SQL has them. */
async function windowsOf(rows: string, asked: Asked = {}) {
  const { window = 7_200, every = 3_600, until = '2001-02-01', time = 'date', features = ['n=count()'] } = asked;
  await duckdb.rows(
    `create or replace table source as select key::varchar as key, date::timestamp as date, value::double as value from (values ${rows}) as it(key, date, value)`,
  );
  const columns = [sourceColumn('key', 'VARCHAR'), sourceColumn('date', 'TIMESTAMP'), sourceColumn('value', 'DOUBLE')];
  const plan = planWindows(
    { columns, timeZone: 'UTC' },
    {
      keys: [{ joinKey: 'key', column: 'key', type: 'STRING' }],
      time: readMoment(time),
      availableAt: undefined,
      features: features.map(readWindowedFeature),
      windowSeconds: window,
      everySeconds: every,
    },
  );
  await duckdb.rows(untilIs(Date.parse(`${until}Z`) * 1_000));
  const found = await duckdb.rows(windowsSql(plan));
  const [facts = []] = await duckdb.rows(factsSql(plan));
  expect(Number(facts[4])).toBe(found.length);
  return found.map(([key, at, ...values]) => [
    key,
    String(at).slice(0, 16),
    ...values.map((value) => value && Number(value)),
  ]);
}

describe('windows', () => {
  it('leave out events without key or time', async () => {
    const rows = `('a', '2001-01-01 10:10', 1), (null, '2001-01-01 10:10', 1), ('a', null, 1), ('', '2001-01-01 10:20', 1)`;

    expect(await windowsOf(rows, { window: 3_600 })).toEqual([
      ['', '2001-01-01 11:00', 1],
      ['a', '2001-01-01 11:00', 1],
      ['', '2001-01-01 12:00', 0],
      ['a', '2001-01-01 12:00', 0],
    ]);
  });

  it('take NaN and infinities for no values, and infinite times for none', async () => {
    const rows = `('a', '2001-01-01 10:10', 'NaN'::double), ('a', '2001-01-01 10:20', 'inf'::double), ('a', '2001-01-01 10:30', 4), ('a', 'infinity', 1), ('a', '-infinity', 1)`;
    const features = [
      'n=count()',
      'valued=count(value)',
      'sum=sum(value)',
      'mean=mean(value)',
      'late=share(value > 2)',
      'max=max(value)',
    ];

    expect(await windowsOf(rows, { window: 3_600, features })).toEqual([
      ['a', '2001-01-01 11:00', 3, 1, 4, 4, 1, 4],
      ['a', '2001-01-01 12:00', 0, 0, null, null, null, null],
    ]);
  });

  it('may lie apart, and be no multiple of how often they end', async () => {
    const rows = `('a', '2001-01-01 10:10', 1), ('a', '2001-01-01 10:50', 1), ('a', '2001-01-01 13:00', 1)`;

    // A quarter of an hour before each full hour.
    expect(await windowsOf(rows, { window: 900 })).toEqual([
      ['a', '2001-01-01 11:00', 1],
      ['a', '2001-01-01 12:00', 0],
      ['a', '2001-01-01 13:00', 0],
      ['a', '2001-01-01 14:00', 0],
    ]);
    expect(await windowsOf(rows, { window: 5_000 })).toEqual([
      ['a', '2001-01-01 11:00', 2],
      ['a', '2001-01-01 12:00', 1],
      ['a', '2001-01-01 13:00', 0],
      ['a', '2001-01-01 14:00', 1],
      ['a', '2001-01-01 15:00', 0],
    ]);
  });

  it('end at whole multiples before 1970 and beyond the year 9999, too', async () => {
    expect(await windowsOf(`('a', '0001-01-01 00:10', 1)`, { window: 3_600 })).toEqual([
      ['a', '0001-01-01 01:00', 1],
      ['a', '0001-01-01 02:00', 0],
    ]);
    expect(await windowsOf(`('a', '1969-12-31 23:59:59.999999', 1)`, { window: 3_600, every: 86_400 })).toEqual([
      ['a', '1970-01-01 00:00', 1],
      ['a', '1970-01-02 00:00', 0],
    ]);
    expect(await windowsOf(`('a', '9999-12-31 23:10', 1)`)).toEqual([]);
  });

  it('of no rows are none', async () => {
    expect(await windowsOf(`(null, null, null)`)).toEqual([]);
  });
});
