import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinOracle, rows, setWithHistory, timeOf } from '../features/time/join-oracle.js';
import { casesOf } from '../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet, rowsOf } from './training-client.js';

let app: AppUnderTest;
let url: string;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const question = fc.record({ a: fc.constantFrom(1, 11), b: fc.constantFrom(2, 12), t: fc.nat(18) });

describe('a training set', () => {
  it('equals a naive join of each of its sets, known both ways, and a rebuild of it is the same', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(rows, rows),
        fc.array(question, { minLength: 400, maxLength: 500 }),
        fc.constantFrom('NOW', 'EVENT'),
        async (histories, asked, knownAt) => {
          const sets = [await setWithHistory(app, histories[0]), await setWithHistory(app, histories[1])];
          const [one, two] = sets.map((set) => set.split('@')[0]);
          const spine = asked.map(({ t, ...key }, place) => ({ ...key, event_time: timeOf(t), place }));

          const job = await createTrainingSet(app, {
            name: `oracle_${++names}`,
            features: sets.map((set) => `${set}:x`),
            spine,
            knownAt,
          });

          const label = job.datasetVersion?.label ?? '';
          const expected = asked.map(({ t, ...key }, place) => {
            const [first, second] = histories.map((history) => joinOracle(history, key, t, knownAt === 'NOW' ? 59 : t));
            const value = (found: typeof first) => (found?.[1] === 'EXPIRED' ? null : (found?.[0] ?? null));
            return { ...spine[place], [`${one}__x`]: value(first), [`${two}__x`]: value(second) };
          });
          expect(await rowsOf(url, label)).toEqual(expected);
          const { features } = job.datasetVersion?.trainingSet ?? { features: [] };
          for (const [set, history] of histories.entries()) {
            const statuses = asked.map(({ t, ...key }) => joinOracle(history, key, t, knownAt === 'NOW' ? 59 : t)[1]);
            const count = (status: string) => statuses.filter((found) => found === status).length;
            expect(features[set]).toMatchObject({
              present: count('PRESENT'),
              nulls: count('NULL'),
              notFound: count('NOT_FOUND'),
              expired: count('EXPIRED'),
            });
          }
          expect((await rebuildTrainingSet(app, label)).rebuild?.matches).toBe(true);
          cases += asked.length * histories.length;
        },
      ),
      { numRuns: casesOf(5, 13), endOnFailure: true },
    );
    expect(cases).toBeGreaterThanOrEqual(casesOf(3_000, 10_000));
  });
});
