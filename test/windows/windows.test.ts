import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partSince } from '../../src/windows/compute-windows.js';
import { fingerprintOf } from '../../src/windows/fingerprint.js';
import { fingerprintSql } from '../../src/windows/sql/facts.sql.js';
import type { WindowPlan } from '../../src/windows/window-plan.js';
import { type OracleEvent, type OracleRow, windowOracle } from './window-oracle.js';
import { openTables, oraclePlan } from './window-tables.js';

/** WINDOWS=1000 for a long run. */
const CASES = Number(process.env.WINDOWS ?? 20);

let tables: Awaited<ReturnType<typeof openTables>>;

beforeAll(async () => {
  tables = await openTables();
});

afterAll(() => tables.close());

/** On both sides of 1970, with many ties and times on the edge of a window. */
const times = fc.oneof(
  fc.integer({ min: -20, max: 60 }).map((quarter) => quarter * 900),
  fc.integer({ min: -20_000, max: 60_000 }),
);
const event = fc.record({
  key: fc.constantFrom('a', 'b', 'o\'c"d', ''),
  time: times,
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12_000 }), fc.constantFrom(900, 3_600)),
  value: fc.option(fc.integer({ min: -5, max: 5 })),
  label: fc.option(fc.constantFrom('x', 'y', "z'")),
});
const events = fc
  .array(event, { maxLength: 25 })
  .map((list) => list.map(({ delay, ...rest }): OracleEvent => ({ ...rest, known: rest.time + delay })));
const windows = fc
  .record({ window: fc.constantFrom(900, 3_600, 5_000, 10_800), every: fc.constantFrom(600, 900, 3_600, 7_200) })
  .chain(({ window, every }) => times.map((until) => ({ window, every, until: until + 30_000 })));

const rounded = (rows: readonly OracleRow[]) =>
  rows.map((row) => ({ ...row, mean: round(row.mean), stddev: round(row.stddev), share: round(row.share) }));
const round = (value: number | null) => (value === null ? null : Math.round(value * 1e9) / 1e9 + 0);

describe('windows', () => {
  it('are what their definition says, for events on edges, at once, late, and of several keys', async () => {
    await fc.assert(
      fc.asyncProperty(events, windows, async (list, asked) => {
        await tables.fill(list);

        const found = await tables.windows(oraclePlan(asked), asked.until);

        expect(rounded(found)).toEqual(rounded(windowOracle(list, asked)));
      }),
      { numRuns: CASES },
    );
  }, 1_200_000);

  it('come out the same in two parts as at once, when events come later, change or go', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        events,
        fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
        windows,
        fc.constantFrom(1, 4),
        async (first, added, stay, asked, periods) => {
          const second = [...first.filter((_, index) => stay[index] ?? true), ...added];
          const plan = oraclePlan(asked);
          const earlier = { ...asked, until: asked.until - 20_000 };
          const done = async (list: readonly OracleEvent[], until: number) => {
            await tables.fill(list);
            const sums = await tables.rows(fingerprintSql(plan, periods * asked.every));
            return { fingerprint: fingerprintOf(sums as never, periods * asked.every, 'one'), until: until * 1e6 };
          };
          const before = await done(first, earlier.until);
          const kept = windowOracle(first, earlier);
          const now = await done(second, asked.until);

          const part = await tables.windows(plan, asked.until, partSince(before, now, plan) ?? fail());

          const whole = windowOracle(second, asked);
          const merged = new Map([...kept, ...part].map((row) => [idOf(row), row]));
          expect(rounded(whole.map((row) => merged.get(idOf(row)) ?? missing(row)))).toEqual(rounded(whole));
          // Only windows are computed again that can be otherwise.
          const changed = first.length === second.length && added.length === 0;
          if (changed) expect(part.every(({ at }) => at > earlier.until)).toBe(true);
        },
      ),
      { numRuns: CASES },
    );
  }, 1_200_000);
});

describe('a plan', () => {
  it('says for each feature which columns it needs', () => {
    const plan: WindowPlan = oraclePlan({ window: 3_600, every: 900, until: 0 });

    expect(plan.lineage.get('count')).toEqual(['my "key"', 'time', 'known']);
    expect(plan.lineage.get('share')).toEqual(['my "key"', 'time', 'known', 'value']);
  });
});

const idOf = ({ key, at }: OracleRow) => JSON.stringify([key, at]);
const missing = (row: OracleRow): OracleRow => ({ ...row, count: -1 });
function fail(): never {
  throw new Error('there is no part');
}
