import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../../../support/postgres/record-statements.js';
import { lookUp, ONLINE_FEATURES, seedFeatureSet, writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';

const TIME = '2026-01-01T00:00:00Z';
let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const features = [
    { name: 'departures', type: 'INT64' },
    { name: 'delay', type: 'FLOAT64' },
  ];
  await seedFeatureSet(app, { name: 'traffic', features });
  const joinKeys = ['from', 'to'].map((name) => ({ name, type: 'STRING' }));
  await seedFeatureSet(app, { name: 'routes', entity: 'route', joinKeys, features: [{ name: 'n', type: 'INT64' }] });
  const rows = [
    { airport: 'SEA', departures: 8, delay: 1.5, event_time: TIME },
    { airport: 'DEN', departures: 3, delay: null, event_time: TIME },
  ];
  await writeRows(app, 'traffic', rows);
  await writeRows(app, 'routes', [
    { from: 'SEA', to: 'DEN', n: 1, event_time: TIME },
    { from: 'DEN', to: 'SEA', n: 2, event_time: TIME },
  ]);
});

afterAll(() => app.close());

const trip = { origin: 'SEA', destination: 'DEN' };

async function post(body: object): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await app.http.inject({ method: 'POST', url: '/v1/features', payload: body });
  return { status: response.statusCode, answer: response.json() };
}

describe('a feature set in several roles', () => {
  it('is read by the columns that are named like the roles, in one statement', async () => {
    const features = ['traffic:*~origin', 'traffic@1:delay~destination', 'traffic:departures'];
    const entities = [{ ...trip, airport: 'SEA' }];
    await lookUp(app, features, entities);

    const statements = await recordStatements(app, async () => {
      const table = await lookUp(app, features, entities);

      expect(table.columns.map(({ ref }) => ref)).toEqual([
        'traffic@1:departures~origin',
        'traffic@1:delay~origin',
        'traffic@1:delay~destination',
        'traffic@1:departures',
      ]);
      expect(table.values).toEqual([[8, 1.5, null, 8]]);
      expect(table.statuses).toEqual([['PRESENT', 'PRESENT', 'NULL', 'PRESENT']]);
    });
    expect(statements).toHaveLength(1);
    expect(statements[0]?.match(/feature_online/g)).toHaveLength(1);
  });

  it('gives the same values for the same key', async () => {
    const table = await lookUp(app, ['traffic:*~origin', 'traffic:*~destination'], {
      origin: ['SEA', 'DEN', 'XXX'],
      destination: ['SEA', 'DEN', 'XXX'],
    });

    for (const [index, values] of table.values.entries()) {
      expect(values.slice(0, 2)).toEqual(values.slice(2));
      expect(table.statuses[index]?.slice(0, 2)).toEqual(table.statuses[index]?.slice(2));
    }
  });

  it('stands beside others, and its reference may be in quotes', async () => {
    const table = await lookUp(
      app,
      ['traffic:delay~origin', '"traffic"@1:"departures"~"destination"', 'routes:n~back', 'routes:n'],
      [{ ...trip, from: 'SEA', to: 'DEN', back_from: 'DEN', back_to: 'SEA' }],
    );

    expect(table.columns.map(({ ref }) => ref)).toEqual([
      'traffic@1:delay~origin',
      'traffic@1:departures~destination',
      'routes@1:n~back',
      'routes@1:n',
    ]);
    expect(table.values).toEqual([[1.5, 3, 2, 1]]);
  });

  it('tells the role of a column', async () => {
    const { onlineFeatures } = await app.graphql<{ onlineFeatures: { columns: unknown } }>(
      '{ onlineFeatures(features: ["traffic:delay~origin", "traffic:delay"], entities: []) { columns { name role featureSet } } }',
    );

    expect(onlineFeatures.columns).toEqual([
      { name: 'delay', role: 'origin', featureSet: 'traffic@1' },
      { name: 'delay', role: null, featureSet: 'traffic@1' },
    ]);
  });

  it('answers the same over HTTP, by a role or by columns that are named', async () => {
    const byRole = await post({
      features: ['traffic:*~origin', 'routes:n~back'],
      entities: [{ origin: 'SEA', back_from: 'DEN', back_to: 'SEA' }],
    });
    const byColumn = await post({
      features: [
        { ref: 'traffic:*', keys: { airport: 'Origin IATA' } },
        { ref: 'routes:n~back', keys: { to: 'Origin IATA' } },
      ],
      entities: [{ 'Origin IATA': 'SEA', back_from: 'DEN' }],
    });

    expect(byRole.answer.columns).toEqual(['traffic@1:departures~origin', 'traffic@1:delay~origin', 'routes@1:n~back']);
    expect(byColumn.answer.columns).toEqual(['traffic@1:departures', 'traffic@1:delay', 'routes@1:n~back']);
    expect(byRole.answer.values).toEqual([[8, 1.5, 2]]);
    expect(byColumn.answer.values).toEqual(byRole.answer.values);
  });

  it('reads as many keys as are asked for, more than go together', async () => {
    const entities = Array.from({ length: 150 }, (_, index) =>
      index % 2 === 0 ? trip : { origin: 'DEN', destination: 'SEA' },
    );

    const table = await lookUp(app, ['traffic:departures~origin', 'traffic:departures~destination'], entities);

    expect(table.values).toEqual(entities.map(({ origin }) => (origin === 'SEA' ? [8, 3] : [3, 8])));
  });

  it.each([
    [
      'a column that is missing',
      ['traffic:*~origin'],
      [{}],
      '"origin" of entities[0], from which the join key "airport" is read, is missing',
    ],
    ['a key in the place of a role', ['traffic:*~origin'], [{ airport: 'SEA' }], 'entities[0] has "airport"'],
    [
      'a wrong type',
      ['traffic:*~origin'],
      [{ origin: 7 }],
      'The column "origin" of entities[0], from which the join key "airport" is read, is 7',
    ],
    ['half of a composite key', ['routes:n~back'], [{ back_from: 'SEA' }], 'The column "back_to" of entities[0]'],
    ['a column that is not read', ['traffic:*~origin'], [{ ...trip }], 'entities[0] has "destination"'],
    ['a role that is no name', ['traffic:*~"My Origin"'], [{}], "can't be the name of a role"],
    ['two roles', ['traffic:*~a~b'], [{}], '"~" stands in it more than once'],
    ['no role behind its mark', ['traffic:*~'], [{}], 'nothing stands after "~"'],
    ['a role of no feature', ['traffic~origin'], [{}], 'it has no ":"'],
    ['the time of a row', ['traffic:*~event_time'], [{}], 'can\'t be read from the column "event_time"'],
  ])('refuses %s', async (_what, features, entities, message) => {
    const error = await app.graphqlError(ONLINE_FEATURES, { features, entities });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(message);
  });

  it('takes no column of another role for one that is missing', async () => {
    const ask = async (entity: object) =>
      (
        await app.graphqlError(ONLINE_FEATURES, {
          features: ['traffic:*~payer', 'traffic:*~payee'],
          entities: [entity],
        })
      ).message;

    expect(await ask({ payee: 'SEA' })).toMatch(
      /"payer" of entities\[0\].* is missing; expected a value \(STRING\)\.$/,
    );
  });

  it.each([
    ['an unknown key', { ref: 'traffic:*', keys: { airprot: 'x' } }, 'Did you mean \\"airport\\"'],
    ['no reference', { keys: { airport: 'x' } }, 'it is a reference such as'],
    ['no column', { ref: 'traffic:*', keys: { airport: 7 } }, 'it is a reference such as'],
    ['something else', { ref: 'traffic:*', keys: {}, role: 'x' }, 'it is a reference such as'],
  ])('refuses over HTTP a mapping with %s', async (_what, feature, message) => {
    const { status, answer } = await post({ features: [feature], entities: [{ x: 'SEA' }] });

    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toContain(message);
  });

  it('is deprecated in all of them, and not in one alone', async () => {
    const DEPRECATE =
      'mutation ($f: Ref!) { deprecateFeature(input: {feature: $f, reason: "old"}) { featureSetVersion { label } } }';
    expect((await app.graphqlError(DEPRECATE, { f: 'routes:n~back' })).message).toContain('Leave out "~back"');
    await app.graphql(DEPRECATE, { f: 'routes:n' });

    const { answer } = await post({ features: ['routes:n~back', 'routes:n'], entities: [] });

    expect(Object.keys(answer.deprecated ?? {})).toEqual(['routes@1:n~back', 'routes@1:n']);
  });
});
