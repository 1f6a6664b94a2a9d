import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import type { FeatureTableAnswer } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { joinOracle, rows, setWithHistory, spine, TTL, timeOf } from './join-oracle.js';

const HISTORICAL = `query ($features: [Ref!]!, $spine: SpineRows!, $knownAt: KnownAt) {
  historicalFeatures(features: $features, spine: $spine, knownAt: $knownAt) { columns { ref } values statuses eventTimes }
}`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('a point-in-time join', () => {
  it('equals a naive join, with ties, duplicates, bounds of the window, composite keys and late rows, known both ways', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(rows, spine, fc.constantFrom('NOW', 'EVENT'), async (history, asked, knownAt) => {
        const set = await setWithHistory(app, history);
        const given = asked.map(({ t, ...key }) => ({ ...key, event_time: timeOf(t) }));

        const { historicalFeatures } = await app.graphql<{ historicalFeatures: FeatureTableAnswer }>(HISTORICAL, {
          features: [`${set}:x`],
          spine: given,
          knownAt,
        });

        const expected = asked.map(({ t, ...key }) => joinOracle(history, key, t, knownAt === 'NOW' ? 59 : t));
        expect(historicalFeatures.values).toEqual(expected.map(([value]) => [value]));
        expect(historicalFeatures.statuses).toEqual(expected.map(([, status]) => [status]));
        cases += asked.length;
      }),
      { numRuns: casesOf(16, 150), endOnFailure: true },
    );
    expect(cases).toBeGreaterThanOrEqual(casesOf(800, 10_000));
  });

  it('agrees with a lookup as of the same time, for whatever was known when', async () => {
    let cases = 0;
    const moment = fc.record({ t: fc.nat(18), known: fc.option(fc.nat(18), { nil: undefined }) });
    const keys = [1, 11].flatMap((a) => [2, 12].map((b) => ({ a, b })));
    await fc.assert(
      fc.asyncProperty(rows, fc.array(moment, { minLength: 50, maxLength: 50 }), async (history, moments) => {
        const set = await setWithHistory(app, history);
        const asked = moments.map(
          ({ t, known }, index) =>
            `l${index}: onlineFeatures(features: $features, entities: $entities, asOf: "${timeOf(t)}", onExpired: NULL
               ${known === undefined ? '' : `, knownAt: "${timeOf(known)}"`}) { values statuses readAt }`,
        );

        const answer = await app.graphql<Record<string, FeatureTableAnswer>>(
          `query ($features: [Ref!]!, $entities: EntityKeys!) { ${asked.join(' ')} }`,
          { features: [`${set}:*`], entities: keys },
        );

        for (const [index, { t, known }] of moments.entries()) {
          const expected = keys.map((key) => joinOracle(history, key, t, known ?? 59));
          const table = answer[`l${index}`];
          expect(table?.values).toEqual(expected.map(([value]) => [value]));
          expect(table?.statuses).toEqual(expected.map(([, status]) => [status]));
          expect(table?.readAt).toBe(timeOf(t));
          cases += keys.length;
        }
      }),
      { numRuns: casesOf(6, 52), endOnFailure: true },
    );
    expect(cases).toBeGreaterThanOrEqual(casesOf(800, 10_000));
  });

  it('keeps a spine row when all candidates fall outside the window', async () => {
    const set = await setWithHistory(app, [{ a: 1, b: 2, event: 1, ingest: 1, value: 7 }]);

    expect(await joined(set, [{ a: 1, b: 2, event_time: timeOf(30) }])).toEqual([[[null], ['EXPIRED']]]);
  });

  it('keeps duplicated spine rows, and what rides along with them', async () => {
    const set = await setWithHistory(app, [{ a: 1, b: 2, event: 1, ingest: 1, value: 7 }]);
    const row = { a: 1, b: 2, event_time: timeOf(2), label: true };

    expect(await joined(set, [row, row])).toEqual(Array(2).fill([[7], ['PRESENT']]));
  });

  it('counts both ends of the window in', async () => {
    const set = await setWithHistory(app, [{ a: 1, b: 2, event: 5, ingest: 5, value: 7 }]);

    expect(
      await joined(
        set,
        [4, 5, 5 + TTL, 6 + TTL].map((t) => ({ a: 1, b: 2, event_time: timeOf(t) })),
      ),
    ).toEqual([
      [[null], ['NOT_FOUND']],
      [[7], ['PRESENT']],
      [[7], ['PRESENT']],
      [[null], ['EXPIRED']],
    ]);
  });

  it('does not leak a backfilled row into training with knownAt: EVENT', async () => {
    const set = await setWithHistory(app, [
      { a: 1, b: 2, event: 5, ingest: 5, value: 1 },
      { a: 1, b: 2, event: 6, ingest: 40, value: 2 },
    ]);
    const spineRows = [{ a: 1, b: 2, event_time: timeOf(7) }];

    expect(await joined(set, spineRows, 'EVENT')).toEqual([[[1], ['PRESENT']]]);
    expect(await joined(set, spineRows, 'NOW')).toEqual([[[2], ['PRESENT']]]);
  });

  it.each([
    ['a row without time', [{ a: 1, b: 2 }], 'event_time'],
    ['a time without zone', [{ a: 1, b: 2, event_time: '2026-01-01T00:00:00' }], 'zone'],
    ['half of a composite key', [{ a: 1, event_time: timeOf(1) }], '"b"'],
    ['more than 10,000 rows', Array(10_001).fill({ a: 1, b: 2, event_time: timeOf(1) }), '10000'],
    ['a spine that is no list', {}, 'spine'],
  ])('refuses %s', async (_what, given, named) => {
    const set = await setWithHistory(app, []);

    const error = await app.graphqlError(HISTORICAL, { features: [`${set}:x`], spine: given });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(named);
  });

  it('sends one statement per set, however long the spine', async () => {
    const set = await setWithHistory(app, []);
    const ask = (length: number) =>
      joined(
        set,
        Array.from({ length }, (_, i) => ({ a: i, b: i, event_time: timeOf(1) })),
      );
    await ask(1);

    expect(await recordStatements(app, () => ask(1))).toHaveLength(1);
    expect(await recordStatements(app, () => ask(2_000))).toHaveLength(1);
  });

  it('is there over HTTP too', async () => {
    const set = await setWithHistory(app, [{ a: 1, b: 2, event: 5, ingest: 5, value: 7 }]);
    const ask = async (asOf: unknown) =>
      (
        await app.http.inject({
          method: 'POST',
          url: '/v1/features',
          payload: { features: [`${set}:x`], entities: [{ a: 1, b: 2 }], asOf },
        })
      ).json();

    expect(await ask(timeOf(6))).toMatchObject({ values: [[7]], statuses: [['PRESENT']], readAt: timeOf(6) });
    expect(await ask(timeOf(1))).toMatchObject({ values: [[null]], statuses: [['NOT_FOUND']] });
    expect(await ask('yesterday')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' });
  });
});

async function joined(set: string, spineRows: readonly object[], knownAt = 'NOW'): Promise<unknown[][]> {
  const { historicalFeatures } = await app.graphql<{ historicalFeatures: FeatureTableAnswer }>(HISTORICAL, {
    features: [`${set}:x`],
    spine: spineRows,
    knownAt,
  });
  return historicalFeatures.values.map((line, index) => [[...line], [...(historicalFeatures.statuses[index] ?? [])]]);
}
