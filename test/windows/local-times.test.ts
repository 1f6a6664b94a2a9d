import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { untilIs } from '../../src/windows/sql/source.sql.js';
import { sourceColumn } from '../../src/windows/sql/source-column.js';
import { windowsSql } from '../../src/windows/sql/window.sql.js';
import { planWindows } from '../../src/windows/window-plan.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { openDuckdb } from './open-duckdb.js';
import { windowOracle } from './window-oracle.js';
import { ZoneOracle } from './zone-oracle.js';

/** WINDOWS=1000 for a long run. */
const CASES = Number(process.env.WINDOWS ?? 15);
const YEAR = 365 * 86_400;

let database: TestDatabase;
let duckdb: Awaited<ReturnType<typeof openDuckdb>>;
let zones: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  duckdb = await openDuckdb();
  const known = new Set((await duckdb.rows('select name from pg_timezone_names()')).map(([name]) => String(name)));
  const named = await runSql<{ name: string }>(
    database.url,
    `select name from pg_timezone_names where name ~ '^[A-Z][a-z]+/' order by 1`,
  );
  zones = named.map(({ name }) => name).filter((name) => known.has(name));
});

afterAll(async () => {
  duckdb.close();
  await database.drop();
});

const hours = fc.integer({ min: -6 * 12, max: 6 * 12 }).map((steps) => steps * 300);
const event = fc.record({
  key: fc.constantFrom('a', 'b'),
  near: fc.nat(),
  off: hours,
  delay: fc.constantFrom(0, 600, 5_400),
});
const question = fc.record({
  zone: fc.nat(),
  // Later than clocks of odd offsets, earlier than changes that not every library knows yet.
  year: fc.integer({ min: 1973, max: 2015 }),
  events: fc.array(event, { minLength: 1, maxLength: 12 }),
  window: fc.constantFrom(3_600, 10_800, 86_400),
  every: fc.constantFrom(1_800, 3_600),
});

describe('windows of local times', () => {
  it('hold what happened by any clock, when it comes twice, and when it never comes', async () => {
    expect(zones.length).toBeGreaterThan(300);
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(question, async ({ zone: pick, year, events, window, every }) => {
        const zone = zones[pick % zones.length] as string;
        const begin = Date.UTC(year, 0, 1) / 1_000;
        const oracle = await ZoneOracle.of(database.url, zone, begin - YEAR, begin + 2 * YEAR);
        const inYear = oracle.changes.filter((local) => local >= begin && local < begin + YEAR);
        const places = inYear.length === 0 ? [begin, begin + YEAR / 2] : inYear;
        changed += inYear.length;
        const local = events.map(({ key, near, off, delay }) => ({
          key,
          at: (places[near % places.length] as number) + off,
          delay,
        }));
        const values = local.map(({ key, at, delay }) => `('${key}', make_timestamp(${at}000000), ${delay})`);
        await duckdb.rows(
          `create or replace table source as select * from (values ${values.join(', ')}) as it(key, date, delay)`,
        );
        const columns = [
          sourceColumn('key', 'VARCHAR'),
          sourceColumn('date', 'TIMESTAMP'),
          sourceColumn('delay', 'INTEGER'),
        ];
        const plan = planWindows(
          { columns, timeZone: zone },
          {
            keys: [{ joinKey: 'key', column: 'key', type: 'STRING' }],
            time: readMoment('date'),
            availableAt: readMoment('date + delay * 1s'),
            features: [readWindowedFeature('count=count()')],
            windowSeconds: window,
            everySeconds: every,
          },
        );
        const until = begin + 2 * YEAR;
        await duckdb.rows(untilIs(until * 1e6));

        const found = await duckdb.rows(
          `select key, epoch(event_time), "count" from (${windowsSql(plan)}) where "count" > 0`,
        );

        const happened = local.map(({ key, at, delay }) => {
          const time = oracle.utcOf(at);
          return { key, time, known: time + delay, value: null, label: null };
        });
        const wanted = windowOracle(happened, { window, every, until }).filter(({ count }) => count > 0);
        expect(found.map(([key, at, count]) => [zone, key, Number(at), Number(count)])).toEqual(
          wanted.map(({ key, at, count }) => [zone, key, at, count]),
        );
      }),
      { numRuns: CASES },
    );
    expect(changed).toBeGreaterThan(0);
  }, 600_000);
});
