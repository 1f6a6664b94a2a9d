import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const KEYS = ['A', 'B', 'C'];
const FAR = '9999-12-31T23:59:59Z';
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

interface Table {
  readonly values: unknown[][];
  readonly statuses: string[][];
  readonly eventTimes: (string | null)[][];
}

describe('what may be known, without a time of its own', () => {
  it('restricts ingest times only: knowing everything is a lookup of now, whether events lie behind or ahead', async () => {
    const write = fc.array(
      fc.record({ airport: fc.constantFrom(...KEYS), minute: fc.integer({ min: -90, max: 90 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 4 }), async (writes) => {
        const set = await seedFeatureSet(app, {
          name: `known_${++sets}`,
          features: [{ name: 'x', type: 'INT64' }],
          ttlSeconds: 45 * 60,
        });
        for (const [x, given] of writes.entries()) {
          const unique = [...new Map(given.map((one) => [`${one.airport} ${one.minute}`, one])).values()];
          const base = Math.floor(Date.now() / 60_000) * 60_000 + 30_000;
          await writeRows(
            app,
            set,
            unique.map(({ airport, minute }) => ({
              airport,
              x,
              event_time: new Date(base + minute * 60_000).toISOString(),
            })),
          );
        }
        const variables = { features: [`${set}:x`], entities: KEYS.map((airport) => ({ airport })) };

        const answer = await app.graphql<Record<string, Table>>(
          `query ($features: [Ref!]!, $entities: EntityKeys!) {
             now: onlineFeatures(features: $features, entities: $entities) { ...T }
             known: onlineFeatures(features: $features, entities: $entities, knownAt: "${FAR}") { ...T }
           }
           fragment T on FeatureTable { values statuses eventTimes }`,
          variables,
        );
        const http = await app.http.inject({
          method: 'POST',
          url: '/v1/features',
          payload: { ...variables, knownAt: FAR },
        });

        expect(answer.known).toEqual(answer.now);
        expect(http.json()).toMatchObject({ ...answer.now });
      }),
      { numRuns: casesOf(5, 30), endOnFailure: true },
    );
  }, 180_000);

  it('leaves out what was learnt later, also of events that lie ahead', async () => {
    const set = await seedFeatureSet(app, { name: `known_${++sets}`, features: [{ name: 'x', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'A', x: 1, event_time: minutesFromNow(30) }]);
    const { now } = await app.graphql<{ now: { ingestTimes: string[][] } }>(
      `query ($features: [Ref!]!) { now: onlineFeatures(features: $features, entities: [{airport: "A"}]) { ingestTimes } }`,
      { features: [`${set}:x`] },
    );
    const knownAt = now.ingestTimes[0]?.[0];
    await writeRows(app, set, [{ airport: 'A', x: 2, event_time: minutesFromNow(20) }]);
    await writeRows(app, set, [{ airport: 'A', x: 3, event_time: minutesFromNow(40) }]);

    const { then } = await app.graphql<{ then: { values: number[][] } }>(
      `query ($features: [Ref!]!, $knownAt: DateTime) { then: onlineFeatures(features: $features, entities: [{airport: "A"}], knownAt: $knownAt) { values } }`,
      { features: [`${set}:x`], knownAt },
    );

    expect(then.values).toEqual([[1]]);
  });
});
