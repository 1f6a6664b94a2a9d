import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FeatureTableAnswer, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { DeploymentSeed } from './deployment-seed.js';

const LOOKUP = `query ($ref: Ref!, $entities: EntityKeys!, $modelVersion: Ref, $asOf: DateTime) {
  deployment(ref: $ref) {
    onlineFeatures(entities: $entities, modelVersion: $modelVersion, asOf: $asOf) {
      columns { ref name type featureSet role } values statuses eventTimes ages modelVersion { label }
    }
  }
}`;
const BY_MODEL = `query ($ref: Ref!, $entities: EntityKeys!) {
  modelVersion(ref: $ref) { onlineFeatures(entities: $entities) { values modelVersion { label } } }
}`;

const TIME = '2026-01-01T00:00:00Z';
const trip = { origin: 'SEA', destination: 'DEN', distance: 1024 };
let app: AppUnderTest;
let seed: DeploymentSeed;
let made = 0;
/** A model of two versions: the first reads the origin, the second both ends and the distance between. */
let model: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  await seed.featureSet('traffic', ['delay', 'late']);
  await writeRows(app, 'traffic', [
    { airport: 'SEA', delay: 1.5, late: 0.1, event_time: TIME },
    { airport: 'DEN', delay: 2.5, late: null, event_time: TIME },
  ]);
});

beforeEach(async () => {
  model = `delay_${++made}`;
  await seed.modelVersion(model, { signature: ['traffic:*~origin'] });
  await seed.modelVersion(model, {
    signature: ['traffic:*~origin', 'traffic:*~destination'],
    requestInputs: [
      { name: 'hour', type: 'INT64', position: 5 },
      { name: 'distance', type: 'FLOAT64', position: 1 },
    ],
  });
});

afterAll(() => app.close());

async function lookUp(entities: unknown, more: object = {}): Promise<FeatureTableAnswer & { modelVersion: object }> {
  type Answer = { deployment: { onlineFeatures: FeatureTableAnswer & { modelVersion: object } } };
  const variables = { ref: `production/${model}`, entities, ...more };
  return (await app.graphql<Answer>(LOOKUP, variables)).deployment.onlineFeatures;
}

async function refusal(entities: unknown, more: object = {}): Promise<string> {
  const error = await app.graphqlError(LOOKUP, { ref: `production/${model}`, entities, ...more });
  expect(error.extensions.code).toBe('BAD_USER_INPUT');
  return error.message;
}

async function post(body: object): Promise<Record<string, unknown>> {
  return (await app.http.inject({ method: 'POST', url: '/v1/features', payload: body })).json();
}

describe('a lookup by deployment', () => {
  it("gives the features of both roles and the request's own values in the order of the model", async () => {
    await seed.deploy(`production/${model}`, { [`${model}@2`]: 100 });

    const table = await lookUp([{ ...trip, hour: 7 }]);

    expect(table.columns).toEqual([
      { ref: 'traffic@1:delay~origin', name: 'delay', type: 'FLOAT64', featureSet: 'traffic@1', role: 'origin' },
      { ref: 'distance', name: 'distance', type: 'FLOAT64', featureSet: null, role: null },
      { ref: 'traffic@1:late~origin', name: 'late', type: 'FLOAT64', featureSet: 'traffic@1', role: 'origin' },
      {
        ref: 'traffic@1:delay~destination',
        name: 'delay',
        type: 'FLOAT64',
        featureSet: 'traffic@1',
        role: 'destination',
      },
      {
        ref: 'traffic@1:late~destination',
        name: 'late',
        type: 'FLOAT64',
        featureSet: 'traffic@1',
        role: 'destination',
      },
      { ref: 'hour', name: 'hour', type: 'INT64', featureSet: null, role: null },
    ]);
    expect(table.values).toEqual([[1.5, 1024, 0.1, 2.5, null, 7]]);
    expect(table.statuses).toEqual([['PRESENT', 'PRESENT', 'PRESENT', 'PRESENT', 'NULL', 'PRESENT']]);
    expect(table.eventTimes).toEqual([[TIME, null, TIME, TIME, TIME, null]]);
    expect(table.ages[0]?.[1]).toBeNull();
  });

  it('answers the same as of a time, over HTTP, and by model', async () => {
    await seed.deploy(`production/${model}`, { [`${model}@2`]: 100 });
    const entities = Array.from({ length: 150 }, (_, hour) => ({ ...trip, hour }));
    const expected = entities.map(({ hour }) => [1.5, 1024, 0.1, 2.5, null, hour]);

    expect((await lookUp(entities)).values).toEqual(expected);
    expect((await lookUp(entities, { asOf: new Date().toISOString() })).values).toEqual(expected);
    expect((await post({ deployment: `production/${model}`, entities })).values).toEqual(expected);
    expect((await post({ model, entities, int64: 'STRING', include: [] })).values).toEqual(
      expected.map((row) => [...row.slice(0, 5), String(row[5])]),
    );
    type Answer = { modelVersion: { onlineFeatures: FeatureTableAnswer } };
    const byModel = await app.graphql<Answer>(BY_MODEL, { ref: `${model}@2`, entities });
    expect(byModel.modelVersion.onlineFeatures.values).toEqual(expected);
  });

  it('ignores what another live version takes, and refuses anything else', async () => {
    await seed.deploy(`production/${model}`, { [`${model}@1`]: 90, [`${model}@2`]: 10 });
    const entities = [{ ...trip, hour: 7 }];

    expect((await lookUp(entities)).values).toEqual([[1.5, 0.1]]);
    expect((await lookUp(entities, { modelVersion: `${model}@2` })).values).toEqual([[1.5, 1024, 0.1, 2.5, null, 7]]);
    expect((await post({ model: `${model}@1`, entities })).values).toEqual([[1.5, 0.1]]);
    expect((await lookUp(entities, { asOf: new Date().toISOString() })).values).toEqual([[1.5, 0.1]]);
    expect(await refusal([{ ...trip, carrier: 'AS' }])).toContain('entities[0] has "carrier"');

    await seed.deploy(`production/${model}`, { [`${model}@1`]: 100 });
    expect(await refusal(entities)).toContain('entities[0] has "destination"');
    expect((await lookUp([{ origin: 'DEN' }])).values).toEqual([[2.5, null]]);
  });

  it.each([
    ['a column of a role', { destination: undefined }, 'The column "destination" of entities[0]'],
    ['a request input', { distance: undefined }, 'The request input "distance" of entities[0] is missing'],
    ['a number for an input', { hour: 'seven' }, 'The request input "hour" of entities[0] is "seven"'],
  ])('asks for %s', async (_what, wrong, message) => {
    await seed.deploy(`production/${model}`, { [`${model}@2`]: 100 });

    expect(await refusal([{ ...trip, hour: 7, ...wrong }])).toContain(message);
  });

  it('stays what it was after new versions of the set, a deprecation and a restart', async () => {
    await seed.deploy(`production/${model}`, { [`${model}@2`]: 100 });
    const entities = [{ ...trip, hour: null }];
    const before = await lookUp(entities);
    await seed.featureSet('traffic', ['delay', 'late', 'share']);
    await app.graphql(
      'mutation { deprecateFeature(input: {feature: "traffic@1:late", reason: "old"}) { featureSetVersion { label } } }',
    );

    const after = await lookUp(entities);

    expect(after.columns).toEqual(before.columns);
    expect(after.values).toEqual([[1.5, 1024, 0.1, 2.5, null, null]]);
    expect(after.statuses[0]?.[5]).toBe('NULL');
    const restarted = await startAppUnderTest({ databaseUrl: app.databaseUrl });
    const lookup = { deployment: `production/${model}`, entities };
    const response = await restarted.http.inject({ method: 'POST', url: '/v1/features', payload: lookup });
    expect(response.json()).toMatchObject({ columns: before.columns.map(({ ref }) => ref), values: after.values });
    await restarted.close();
    const answer = await post(lookup);
    expect(Object.keys(answer.deprecated ?? {})).toEqual(['traffic@1:late~origin', 'traffic@1:late~destination']);
  });
});
