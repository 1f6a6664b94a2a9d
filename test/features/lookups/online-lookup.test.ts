import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { lookUp, ONLINE_FEATURES, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const TIME = '2026-11-01T00:00:00.123456Z';
let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    name: 'traffic',
    features: [
      { name: 'departures', type: 'INT64' },
      { name: 'mean_delay', type: 'FLOAT64' },
      { name: 'note', type: 'STRING' },
    ],
  });
  await seedFeatureSet(app, {
    name: 'route_history',
    entity: 'route',
    joinKeys: [
      { name: 'origin', type: 'INT64' },
      { name: 'destination', type: 'INT64' },
    ],
    features: [{ name: 'flights', type: 'INT64' }],
  });
  await writeRows(app, 'traffic', [
    { airport: 'SEA', departures: 8, mean_delay: 1.5, note: 'a, "null" [b]', event_time: TIME },
    { airport: 'DEN', departures: 3, mean_delay: null, note: null, event_time: TIME },
  ]);
  await writeRows(app, 'route_history', [
    { origin: 1, destination: 12, flights: 112, event_time: TIME },
    { origin: 11, destination: 2, flights: 1102, event_time: TIME },
  ]);
});

afterAll(() => app.close());

describe('a lookup', () => {
  it('answers one row per entity in the order asked, duplicates included, and one column per feature', async () => {
    const table = await lookUp(
      app,
      ['traffic:note', 'traffic@1:departures'],
      [{ airport: 'DEN' }, { airport: 'SEA' }, { airport: 'XXX' }, { airport: 'SEA' }],
    );

    expect(table.columns.map(({ ref }) => ref)).toEqual(['traffic@1:note', 'traffic@1:departures']);
    expect(table.entities).toEqual([{ airport: 'DEN' }, { airport: 'SEA' }, { airport: 'XXX' }, { airport: 'SEA' }]);
    expect(table.values).toEqual([
      [null, 3],
      ['a, "null" [b]', 8],
      [null, null],
      ['a, "null" [b]', 8],
    ]);
    expect(table.statuses).toEqual([
      ['NULL', 'PRESENT'],
      ['PRESENT', 'PRESENT'],
      ['NOT_FOUND', 'NOT_FOUND'],
      ['PRESENT', 'PRESENT'],
    ]);
    expect(table.eventTimes[1]).toEqual([TIME, TIME]);
    expect(table.eventTimes[2]).toEqual([null, null]);
    expect(table.ages[2]).toEqual([null, null]);
    expect(table.ages[0]?.[0]).toBeCloseTo((Date.parse(table.readAt) - Date.parse(TIME)) / 1000, 2);
  });

  it('takes entities as columns too', async () => {
    const table = await lookUp(app, ['traffic:departures'], { airport: ['SEA', 'DEN'] });

    expect(table.values).toEqual([[8], [3]]);
  });

  it('joins features of several entities by all their keys', async () => {
    const table = await lookUp(
      app,
      ['traffic:departures', 'route_history:*', 'traffic:mean_delay'],
      [
        { airport: 'SEA', origin: 1, destination: 12 },
        { airport: 'XXX', origin: 11, destination: 2 },
      ],
    );

    expect(table.values).toEqual([
      [8, 112, 1.5],
      [null, 1102, null],
    ]);
  });

  it('keeps the keys (1,12) and (11,2) apart', async () => {
    const table = await lookUp(
      app,
      ['route_history:flights'],
      [
        { origin: 1, destination: 12 },
        { origin: 11, destination: 2 },
        { origin: 1, destination: 2 },
      ],
    );

    expect(table.values).toEqual([[112], [1102], [null]]);
  });

  it('answers no rows for no entities', async () => {
    expect((await lookUp(app, ['traffic:*'], [])).values).toEqual([]);
  });

  it.each([
    ['a missing join key', ['traffic:*'], [{}], 'BAD_USER_INPUT', 'airport'],
    ['a null join key', ['traffic:*'], [{ airport: null }], 'BAD_USER_INPUT', 'airport'],
    ['half of a composite key', ['route_history:*'], [{ origin: 1 }], 'BAD_USER_INPUT', 'destination'],
    ['an extra key', ['traffic:*'], [{ airport: 'SEA', carrier: 'WN' }], 'BAD_USER_INPUT', 'carrier'],
    ['a key of the wrong type', ['traffic:*'], [{ airport: 1 }], 'BAD_USER_INPUT', 'airport'],
    ['an unknown feature', ['traffic:nope'], [{ airport: 'SEA' }], 'NOT_FOUND', 'nope'],
    ['an unknown feature set', ['nope:x'], [{ airport: 'SEA' }], 'NOT_FOUND', 'nope'],
    ['an unknown version', ['traffic@9:note'], [{ airport: 'SEA' }], 'NOT_FOUND', 'traffic@9'],
    ['a malformed reference', ['traffic'], [{ airport: 'SEA' }], 'BAD_USER_INPUT', 'traffic'],
    ['no features', [], [{ airport: 'SEA' }], 'BAD_USER_INPUT', 'features'],
    [
      'columns of different lengths',
      ['route_history:*'],
      { origin: [1], destination: [1, 2] },
      'BAD_USER_INPUT',
      'length',
    ],
    ['entities that are no objects', ['traffic:*'], ['SEA'], 'BAD_USER_INPUT', 'entities[0]'],
    ['more than 10,000 entities', ['traffic:*'], { airport: Array(10_001).fill('SEA') }, 'BAD_USER_INPUT', '10000'],
  ])('refuses %s, naming it', async (_what, features, entities, code, named) => {
    const error = await app.graphqlError(ONLINE_FEATURES, { features, entities });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(named);
  });

  it('refuses two entities that give one join key two types', async () => {
    await seedFeatureSet(app, {
      name: 'by_number',
      entity: 'gate',
      joinKeys: [{ name: 'airport', type: 'INT64' }],
      features: [{ name: 'x', type: 'BOOL' }],
    });

    const error = await app.graphqlError(ONLINE_FEATURES, {
      features: ['traffic:*', 'by_number:x'],
      entities: [{ airport: 'SEA' }],
    });

    expect(error.message).toContain('"airport" is STRING in traffic@1 and INT64 in by_number@1');
  });

  it('sends one statement, however many entities and sets', async () => {
    const features = ['traffic:departures', 'route_history:*'];
    const entitiesOf = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ airport: `A${i}`, origin: i, destination: i }));
    await lookUp(app, features, entitiesOf(1)); // plans it

    const one = await recordStatements(app, () => lookUp(app, features, entitiesOf(1)));
    const many = await recordStatements(app, () => lookUp(app, features, entitiesOf(500)));

    expect(one).toHaveLength(1);
    expect(many).toEqual(one);
  });

  it('shares one statement with others that ask for the same features at once, and each gets its own rows', async () => {
    const ask = (alias: string, airports: string[]) =>
      `${alias}: onlineFeatures(features: ["traffic:departures", "route_history:flights"], entities: [${airports
        .map((airport, i) => `{airport: "${airport}", origin: ${i === 0 ? 1 : 11}, destination: ${i === 0 ? 12 : 2}}`)
        .join(', ')}]) { values }`;
    const query = `{ ${ask('one', ['SEA'])} ${ask('none', [])} ${ask('two', ['DEN', 'SEA'])} ${ask('unknown', ['X'])} }`;
    await app.graphql(query); // plans it

    let answer: unknown;
    const statements = await recordStatements(app, async () => {
      answer = await app.graphql(query);
    });

    expect(statements).toHaveLength(1);
    expect(answer).toEqual({
      one: { values: [[8, 112]] },
      none: { values: [] },
      two: {
        values: [
          [3, 112],
          [8, 1102],
        ],
      },
      unknown: { values: [[null, 112]] },
    });
  });

  it('sees a new version of a feature set once it is current, while a pinned reference stays', async () => {
    const set = { name: 'moving', features: [{ name: 'a', type: 'INT64' }] };
    await seedFeatureSet(app, set);
    await writeRows(app, 'moving', [{ airport: 'SEA', a: 1, event_time: TIME }]);
    expect((await lookUp(app, ['moving:a'], [{ airport: 'SEA' }])).values).toEqual([[1]]);

    const next = await seedFeatureSet(app, { ...set, ttlSeconds: 60 });
    expect((await lookUp(app, ['moving:a'], [{ airport: 'SEA' }])).statuses).toEqual([['PRESENT']]);
    await writeRows(app, next, [{ airport: 'SEA', a: 2, event_time: TIME }]);
    await app.graphql(
      'mutation ($ref: Ref!) { activateFeatureSetVersion(input: {featureSetVersion: $ref, force: true, reason: "all has expired"}) { changed } }',
      { ref: next },
    );

    expect((await lookUp(app, ['moving:a'], [{ airport: 'SEA' }])).statuses).toEqual([['EXPIRED']]);
    expect((await lookUp(app, ['moving@1:a'], [{ airport: 'SEA' }])).values).toEqual([[1]]);
  });

  it('hears of a new version that another process published', async () => {
    const other = await startAppUnderTest({ databaseUrl: app.databaseUrl });
    try {
      const set = { name: 'elsewhere', features: [{ name: 'a', type: 'INT64' }] };
      await seedFeatureSet(app, set);
      await lookUp(app, ['elsewhere:a'], [{ airport: 'SEA' }]);

      await seedFeatureSet(other, { ...set, ttlSeconds: 60 });

      await expectEventually(async () => (await lookUp(app, ['elsewhere:a'], [])).columns[0]?.ref, 'elsewhere@2:a');
    } finally {
      await other.close();
    }
  });
});

async function expectEventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline && (await read()) !== expected) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await read()).toBe(expected);
}
