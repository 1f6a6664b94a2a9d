import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOfMicroseconds, microsecondsOf } from '../../../src/platform/time/instant.js';
import { casesOf } from '../../support/cases.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet, rowsOf } from '../../training-sets/training-client.js';

let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const FIRST = microsecondsOf('0001-01-01T00:00:00Z');
/** The service refuses events further ahead than its tolerance. */
const NOW = BigInt(Date.now()) * 1_000n;
const LAST = microsecondsOf('9999-12-31T23:59:59.999999Z');
const MOST_SECONDS = 2_147_483_647;

interface Case {
  readonly event: bigint;
  readonly moment: bigint;
}

/** The rule: an age of exactly the TTL is still present. */
function statusOracle({ event, moment }: Case, ttlSeconds: number): string {
  if (event > moment) return 'NOT_FOUND';
  return ttlSeconds > 0 && moment - event > BigInt(ttlSeconds) * 1_000_000n ? 'EXPIRED' : 'PRESENT';
}

const cases = (ttlSeconds: number) =>
  fc.array(
    fc
      .tuple(
        fc.bigInt({ min: FIRST, max: NOW }),
        fc.oneof(
          fc.bigInt({ min: -2n, max: 2n }).map((off) => BigInt(ttlSeconds) * 1_000_000n + off),
          fc.bigInt({ min: -2n, max: 2n }),
          fc.bigInt({ min: 0n, max: LAST - FIRST }),
        ),
      )
      .map(([event, age]): Case => ({ event, moment: event + age > LAST ? LAST : event + age }))
      .filter(({ moment }) => moment >= FIRST),
    { minLength: 40, maxLength: 40 },
  );

const question = fc
  .oneof(fc.constantFrom(0, 1, 60, 86_400, MOST_SECONDS), fc.integer({ min: 1, max: MOST_SECONDS }))
  .chain((ttlSeconds) => fc.record({ ttlSeconds: fc.constant(ttlSeconds), asked: cases(ttlSeconds) }));

describe('events from the year 0001 on', () => {
  it('expire at the same microsecond in a lookup, a join and a training set', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ ttlSeconds, asked }) => {
        const set = await seedFeatureSet(app, {
          name: `year_${++sets}`,
          features: [{ name: 'x', type: 'INT64' }],
          ttlSeconds,
        });
        const given = asked.map(({ event }, x) => ({ airport: `K${x}`, x, event_time: instantOfMicroseconds(event) }));
        await writeRows(app, set, given);
        const spine = asked.map(({ moment }, x) => ({ airport: `K${x}`, event_time: instantOfMicroseconds(moment) }));
        const lookups = spine.map(
          ({ airport, event_time }, x) =>
            `l${x}: onlineFeatures(features: $features, entities: [{airport: "${airport}"}], asOf: "${event_time}", onExpired: NULL) { ...T }`,
        );

        const answer = await app.graphql<Record<string, Table>>(
          `query ($features: [Ref!]!, $spine: SpineRows!) {
             joined: historicalFeatures(features: $features, spine: $spine) { ...T }
             ${lookups.join(' ')}
           }
           fragment T on FeatureTable { values statuses ages eventTimes }`,
          { features: [`${set}:x`], spine },
        );
        const job = await createTrainingSet(app, { name: `made_${sets}`, features: [`${set}:x`], spine });
        const trained = await rowsOf(url, job.datasetVersion?.label ?? '');

        const expected = asked.map((one) => statusOracle(one, ttlSeconds));
        const values = expected.map((status, x) => (status === 'PRESENT' ? x : null));
        const looked = asked.map((_, x) => answer[`l${x}`]);
        expect(answer.joined?.statuses.map(([status]) => status)).toEqual(expected);
        expect(looked.map((table) => table?.statuses[0]?.[0])).toEqual(expected);
        expect(answer.joined?.values.map(([value]) => value)).toEqual(values);
        expect(looked.map((table) => table?.values[0]?.[0])).toEqual(values);
        expect(trained.map(({ x }) => x)).toEqual(values);
        const ages = asked.map((one) => (one.event > one.moment ? null : secondsOf(one.moment - one.event)));
        expect(answer.joined?.ages.map(([age]) => age)).toEqual(ages);
        expect(looked.map((table) => table?.ages[0]?.[0])).toEqual(ages);
      }),
      { numRuns: casesOf(5, 50), endOnFailure: true },
    );
  }, 180_000);
});

interface Table {
  readonly values: unknown[][];
  readonly statuses: string[][];
  readonly ages: (number | null)[][];
}

/** The double that is nearest to so many microseconds. */
function secondsOf(micros: bigint): number {
  return Number(`${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`);
}
