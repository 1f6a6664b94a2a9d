import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FeatureTableAnswer, lookUp, seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const HISTORICAL = `query ($features: [Ref!]!, $spine: SpineRows!, $knownAt: KnownAt) {
  historicalFeatures(features: $features, spine: $spine, knownAt: $knownAt) { columns { ref } values statuses eventTimes }
}`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;
const hour = 3600;

async function join(features: string, spine: readonly object[], knownAt = 'NOW'): Promise<FeatureTableAnswer> {
  const variables = { features: [features], spine, knownAt };
  return (await app.graphql<{ historicalFeatures: FeatureTableAnswer }>(HISTORICAL, variables)).historicalFeatures;
}

async function airportSet(name: string, ttlSeconds?: number): Promise<string> {
  const features = [{ name: 'delay', type: 'INT64' }];
  return seedFeatureSet(app, { name, features, ...(ttlSeconds && { ttlSeconds }) });
}

async function pairSet(name: string): Promise<string> {
  const joinKeys = ['a', 'b'].map((key) => ({ name: key, type: 'INT64' }));
  return seedFeatureSet(app, { name, entity: 'pair', joinKeys, features: [{ name: 'x', type: 'INT64' }] });
}

/** Faults of other feature stores, each of which silently gave a model wrong data. */
describe('none of the known faults of feature stores: it', () => {
  it('keeps a spine row whose candidates all fall outside the window', async () => {
    const set = await airportSet('outside_window', 2 * hour);
    await writeRows(app, set, [
      { airport: 'SEA', delay: 1, event_time: at(1) },
      { airport: 'SEA', delay: 9, event_time: at(20) },
    ]);

    const table = await join(`${set}:delay`, [
      { airport: 'SEA', event_time: at(10) },
      { airport: 'SEA', event_time: at(2) },
    ]);

    expect(table.values).toEqual([[null], [1]]);
    expect(table.statuses).toEqual([['EXPIRED'], ['PRESENT']]);
  });

  it('does not collapse duplicated spine rows', async () => {
    const set = await airportSet('duplicated_spine');
    await writeRows(app, set, [{ airport: 'SEA', delay: 1, event_time: at(1) }]);
    const row = { airport: 'SEA', event_time: at(2) };

    const table = await join(`${set}:delay`, [row, row, { ...row, airport: 'DEN' }, row]);

    expect(table.values).toEqual([[1], [1], [null], [1]]);
  });

  it('does not fan out on full ties: the last word on an event is one row', async () => {
    const set = await airportSet('full_ties');
    await writeRows(app, set, [{ airport: 'SEA', delay: 1, event_time: at(1) }]);
    await writeRows(app, set, [{ airport: 'SEA', delay: 2, event_time: at(1) }]);

    const table = await join(`${set}:delay`, [{ airport: 'SEA', event_time: at(1) }]);

    expect(table.values).toEqual([[2]]);
  });

  it('never lets the keys (1,12) and (11,2) meet', async () => {
    const set = await pairSet('colliding_keys');
    await writeRows(app, set, [
      { a: 1, b: 12, x: 112, event_time: at(1) },
      { a: 11, b: 2, x: 1102, event_time: at(1) },
    ]);
    const keys = [
      { a: 11, b: 2 },
      { a: 1, b: 12 },
      { a: 1, b: 2 },
    ];

    const online = await lookUp(app, [`${set}:x`], keys);
    const joined = await join(
      `${set}:x`,
      keys.map((key) => ({ ...key, event_time: at(2) })),
    );

    expect(online.values).toEqual([[1102], [112], [null]]);
    expect(joined.values).toEqual(online.values);
  });

  it('does not let an older event overwrite a newer one', async () => {
    const set = await airportSet('older_event');
    await writeRows(app, set, [{ airport: 'SEA', delay: 2, event_time: at(2) }]);

    const counts = await writeRows(app, set, [{ airport: 'SEA', delay: 1, event_time: at(1) }]);

    const table = await lookUp(app, [`${set}:delay`], [{ airport: 'SEA' }]);
    expect(counts).toEqual({ written: 1, late: 1, unchanged: 0 });
    expect(table.values).toEqual([[2]]);
  });

  it('does not report a stale value as present', async () => {
    const set = await airportSet('stale_value', hour);
    await writeRows(app, set, [{ airport: 'SEA', delay: 1, event_time: at(1) }]);

    const table = await lookUp(app, [`${set}:delay`], [{ airport: 'SEA' }]);
    const withheld = await lookUp(app, [`${set}:delay`], [{ airport: 'SEA' }], { onExpired: 'NULL' });

    expect([table.statuses, table.values]).toEqual([[['EXPIRED']], [[1]]]);
    expect([withheld.statuses, withheld.values]).toEqual([[['EXPIRED']], [[null]]]);
  });

  it('tells a missing entity from a null value', async () => {
    const set = await airportSet('missing_entity');
    await writeRows(app, set, [{ airport: 'SEA', delay: null, event_time: at(1) }]);

    const table = await lookUp(app, [`${set}:delay`], [{ airport: 'SEA' }, { airport: 'DEN' }]);

    expect(table.values).toEqual([[null], [null]]);
    expect(table.statuses).toEqual([['NULL'], ['NOT_FOUND']]);
  });

  it('refuses a partial composite key instead of not finding it', async () => {
    const set = await pairSet('partial_key');
    await writeRows(app, set, [{ a: 1, b: 2, x: 3, event_time: at(1) }]);

    await expect(lookUp(app, [`${set}:x`], [{ a: 1 }])).rejects.toThrow('The join key "b" of entities[0] is missing');
    await expect(join(`${set}:x`, [{ a: 1, event_time: at(2) }])).rejects.toThrow(
      'The join key "b" of spine[0] is missing',
    );
  });

  it('does not leak backfilled rows into training when only what was known then may count', async () => {
    const set = await airportSet('backfilled');
    await writeRows(app, set, [{ airport: 'SEA', delay: 1, event_time: at(1) }]);
    const spine = [{ airport: 'SEA', event_time: at(2) }];

    const known = await join(`${set}:delay`, spine, 'EVENT');
    const hindsight = await join(`${set}:delay`, spine, 'NOW');

    expect([known.values, known.statuses]).toEqual([[[null]], [['NOT_FOUND']]]);
    expect(hindsight.values).toEqual([[1]]);
  });
});
