import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { type FeatureTableAnswer, seedFeatureSet } from '../support/feature-seed.js';
import { recordStatements } from '../support/record-statements.js';

const TTL = 3;
const HISTORICAL = `query ($features: [Ref!]!, $spine: SpineRows!, $knownAt: KnownAt) {
  historicalFeatures(features: $features, spine: $spine, knownAt: $knownAt) { columns { ref } values statuses eventTimes }
}`;
const AS_OF = `query ($features: [Ref!]!, $entities: EntityKeys!, $asOf: DateTime, $knownAt: DateTime) {
  onlineFeatures(features: $features, entities: $entities, asOf: $asOf, knownAt: $knownAt, onExpired: NULL) { values statuses readAt }
}`;

/** A row of history; times are whole seconds of one minute. */
interface Row {
  readonly a: number;
  readonly b: number;
  readonly event: number;
  readonly ingest: number;
  readonly value: number | null;
}

let app: AppUnderTest;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const timeOf = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;

/** A feature set of a composite key with this history. Ingest times are the clock's, so a test that needs others writes rows itself. */
async function setWithHistory(rows: readonly Row[], ttlSeconds = TTL): Promise<string> {
  const label = await seedFeatureSet(app, {
    name: `history_${++sets}`,
    entity: 'pair',
    joinKeys: [
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'INT64' },
    ],
    features: [{ name: 'x', type: 'INT64' }],
    ttlSeconds,
  });
  const [found] = (await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [label],
  )) as { storage: number }[];
  await app.database.dataSource.query(
    `insert into feature_history_${found?.storage} (key, event_time, ingest_time, "values")
     select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])`,
    [
      rows.map(({ a, b }) => `[${a},${b}]`),
      rows.map(({ event }) => timeOf(event)),
      rows.map(({ ingest }) => timeOf(ingest)),
      rows.map(({ value }) => `[${value}]`),
    ],
  );
  return label;
}

/** The rule as it is written: newest event within the window, then newest ingest, of what was known. */
function joinOracle(
  rows: readonly Row[],
  key: { a: number; b: number },
  t: number,
  knownAt: number,
): [number | null, string] {
  const known = rows.filter(({ a, b, event, ingest }) => a === key.a && b === key.b && event <= t && ingest <= knownAt);
  const [last] = [...known].sort((one, other) => other.event - one.event || other.ingest - one.ingest);
  if (last === undefined) return [null, 'NOT_FOUND'];
  if (last.value === null) return [null, 'NULL'];
  return last.event < t - TTL ? [null, 'EXPIRED'] : [last.value, 'PRESENT'];
}

const rows = fc.uniqueArray(
  fc.record({
    a: fc.constantFrom(1, 11),
    b: fc.constantFrom(2, 12),
    event: fc.nat(12),
    ingest: fc.nat(15),
    value: fc.option(fc.nat(99)),
  }),
  { maxLength: 40, selector: ({ a, b, event, ingest }) => `${a} ${b} ${event} ${ingest}` },
);
const spine = fc.array(fc.record({ a: fc.constantFrom(1, 11), b: fc.constantFrom(2, 12), t: fc.nat(18) }), {
  minLength: 70,
  maxLength: 120,
});

describe('a point-in-time join', () => {
  it('equals a naive join, with ties, duplicates, bounds of the window, composite keys and late rows, known both ways', async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(rows, spine, fc.constantFrom('NOW', 'EVENT'), async (history, asked, knownAt) => {
        const set = await setWithHistory(history);
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
      { numRuns: 150, verbose: 1 },
    );
    expect(cases).toBeGreaterThanOrEqual(10_000);
  });

  it('agrees with a lookup as of the same time, for whatever was known when', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(18), fc.option(fc.nat(18), { nil: undefined }), async (history, t, known) => {
        const set = await setWithHistory(history);
        const keys = [1, 11].flatMap((a) => [2, 12].map((b) => ({ a, b })));

        const { onlineFeatures } = await app.graphql<{ onlineFeatures: FeatureTableAnswer }>(AS_OF, {
          features: [`${set}:*`],
          entities: keys,
          asOf: timeOf(t),
          knownAt: known === undefined ? undefined : timeOf(known),
        });

        const expected = keys.map((key) => joinOracle(history, key, t, known ?? 59));
        expect(onlineFeatures.values).toEqual(expected.map(([value]) => [value]));
        expect(onlineFeatures.statuses).toEqual(expected.map(([, status]) => [status]));
        expect(onlineFeatures.readAt).toBe(timeOf(t));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps a spine row when all candidates fall outside the window', async () => {
    const set = await setWithHistory([{ a: 1, b: 2, event: 1, ingest: 1, value: 7 }]);

    expect(await joined(set, [{ a: 1, b: 2, event_time: timeOf(30) }])).toEqual([[[null], ['EXPIRED']]]);
  });

  it('keeps duplicated spine rows, and what rides along with them', async () => {
    const set = await setWithHistory([{ a: 1, b: 2, event: 1, ingest: 1, value: 7 }]);
    const row = { a: 1, b: 2, event_time: timeOf(2), label: true };

    expect(await joined(set, [row, row])).toEqual(Array(2).fill([[7], ['PRESENT']]));
  });

  it('counts both ends of the window in', async () => {
    const set = await setWithHistory([{ a: 1, b: 2, event: 5, ingest: 5, value: 7 }]);

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
    const set = await setWithHistory([
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
    const set = await setWithHistory([]);

    const error = await app.graphqlError(HISTORICAL, { features: [`${set}:x`], spine: given });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(named);
  });

  it('sends one statement per set, however long the spine', async () => {
    const set = await setWithHistory([]);
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
    const set = await setWithHistory([{ a: 1, b: 2, event: 5, ingest: 5, value: 7 }]);
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
