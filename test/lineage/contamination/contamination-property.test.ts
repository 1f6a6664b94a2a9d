import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at } from '../../features/airport-set.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ContaminationWorld } from './contamination-world.js';
import { type OracleWrite, RowOracle } from './row-oracle.js';

const VERSIONS = 3;
const RUNS = 2;

let app: AppUnderTest;
let world: ContaminationWorld;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  world = new ContaminationWorld(app);
}, 60_000);

afterAll(() => app.close());

const rows = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('DEN', 'ORD', 'SEA', 'SFO'),
    hour: fc.integer({ min: 1, max: 4 }),
    n: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 5, selector: ({ key, hour }) => `${key} ${hour}` },
);
const version = fc.integer({ min: 0, max: VERSIONS - 1 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('write' as const), version, rows, run: fc.nat(RUNS) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('ingest' as const), version, rows }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('copy' as const),
      version: fc.integer({ min: 1, max: VERSIONS - 1 }),
      from: fc.nat(1),
    }),
  },
);

const sent = (given: readonly OracleWrite[]) =>
  given.map(({ key, hour, n }) => ({ airport: key, event_time: at(hour), n }));

describe('contamination', () => {
  it('tells the rows that a run wrote, wherever they were copied, and which of them are still served', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const set = `set${++sets}`;
        const labels: string[] = [];
        for (let ttl = 1; ttl <= VERSIONS; ttl++) labels.push(await world.publish(set, [], ttl));
        await world.register(`data${sets}`);
        const runs = await Promise.all(Array.from({ length: RUNS }, () => world.startRun()));
        const oracles = labels.map(() => new RowOracle());
        const ingests = new Set<string>();
        for (const each of steps) {
          const label = labels[each.version] ?? '';
          const oracle = oracles[each.version];
          if (each.what === 'write') {
            await world.write(label, sent(each.rows), runs[each.run]);
            oracle?.write(each.rows, runs[each.run]);
          } else if (each.what === 'ingest') {
            const run = await world.ingest(label, sent(each.rows), `data${sets}@1`);
            ingests.add(run);
            oracle?.write(each.rows, run);
          } else if (each.from < each.version) {
            await world.backfill(label, labels[each.from] ?? '');
            oracle?.copy(oracles[each.from] ?? new RowOracle());
          }
        }
        for (const [of, bad] of [
          ...runs.map((run) => [run, new Set([run])] as const),
          [`data${sets}@1`, ingests] as const,
        ]) {
          const { rows: told, complete } = await world.ask(of);
          expect(complete).toBe(true);
          for (const [index, label] of labels.entries()) {
            const wanted = oracles[index]?.contaminatedBy(bad) ?? { keys: [], historyRows: 0 };
            const found = told.find(({ featureSetVersion }) => featureSetVersion.label === label);
            expect([label, found?.currentRows ?? 0, found?.historyRows ?? 0]).toEqual([
              label,
              wanted.keys.length,
              wanted.historyRows,
            ]);
            if (found === undefined) continue;
            expect(found.unattributedRows).toBe(oracles[index]?.unattributed);
            expect(await world.keys(of, label)).toEqual(wanted.keys);
          }
        }
      }),
      { numRuns: casesOf(6, 300), includeErrorInReport: true },
    );
  }, 1_800_000);
});
