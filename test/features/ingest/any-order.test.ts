import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { contentsOf, ingest, ndjson } from './ingest-client.js';

let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

interface Row {
  readonly key: number;
  readonly event: number;
}

const timeOf = (event: number) => `2026-01-01 00:${String(event).padStart(2, '0')}:00+00`;
/** One event of one key has one value: what decides between two is the order in which they were learnt. */
const valueAt = ({ key, event }: Row) => key * 1_000 + event;

/** The store that these rows make, in whatever order: each event once, and online the newest of each key. */
function storeOracle(rows: readonly Row[]): { online: string[]; history: string[] } {
  const events = new Map(rows.map((row) => [`${row.key} ${row.event}`, row]));
  const line = (row: Row) => `[${row.key}] ${timeOf(row.event)} [${valueAt(row)}]`;
  const newest = new Map<number, Row>();
  for (const row of events.values()) if (row.event >= (newest.get(row.key)?.event ?? 0)) newest.set(row.key, row);
  return { online: [...newest.values()].map(line).sort(), history: [...events.values()].map(line).sort() };
}

const row = fc.record({ key: fc.integer({ min: 10, max: 40 }), event: fc.nat(59) });
/** The same rows, repeated, shuffled and cut into calls, each through one door or the other. */
const calls = fc.array(row, { minLength: 250, maxLength: 300 }).chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    order: fc.shuffledSubarray([...rows, ...rows.slice(0, 50)], { minLength: rows.length + 50 }),
    sizes: fc.array(fc.record({ size: fc.integer({ min: 1, max: 120 }), bulk: fc.boolean() }), {
      minLength: 8,
      maxLength: 8,
    }),
  }),
);

describe('the same writes in any order', () => {
  it('cut into any calls, streamed or in bulk, some of them at once, make the same store', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(calls, async ({ rows, order, sizes }) => {
        const set = await seedFeatureSet(app, {
          name: `ordered_${++sets}`,
          entity: 'thing',
          joinKeys: [{ name: 'thing', type: 'INT64' }],
          features: [{ name: 'n', type: 'INT64' }],
        });
        const given = order.map((one) => ({
          thing: one.key,
          n: valueAt(one),
          event_time: `${timeOf(one.event).slice(0, 19).replace(' ', 'T')}Z`,
        }));
        const parts = sizes.map(({ size, bulk }) => ({ bulk, part: given.splice(0, size) }));
        parts.push({ bulk: true, part: given });

        for (let begin = 0; begin < parts.length; begin += 3) {
          await Promise.all(
            parts
              .slice(begin, begin + 3)
              .filter(({ part }) => part.length > 0)
              .map(async ({ bulk, part }) =>
                bulk ? expect((await ingest(url, set, ndjson(part))).status).toBe(200) : writeRows(app, set, part),
              ),
          );
        }

        const { online, history } = await contentsOf(app, set);
        expect({ online: online.sort(), history: history.sort() }).toEqual(storeOracle(rows));
        cases += order.length;
      }),
      { numRuns: casesOf(6, 40), endOnFailure: true },
    );
    expect(cases).toBeGreaterThanOrEqual(casesOf(1_000, 10_000));
  });
});
