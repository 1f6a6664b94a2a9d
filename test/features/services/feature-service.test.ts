import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type FeatureTableAnswer, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet, rowsOf } from '../../training-sets/training-client.js';
import { at, freshName } from '../airport-set.js';

const DEFINE = `mutation ($input: DefineFeatureServiceInput!) {
  defineFeatureService(input: $input) { featureService { label } featureServiceVersion { id label } created }
}`;
const LOOKUP = `query ($service: Ref, $features: [Ref!], $entities: EntityKeys!, $asOf: DateTime) {
  onlineFeatures(service: $service, features: $features, entities: $entities, asOf: $asOf) {
    columns { ref } values featureServiceVersion { label } modelVersion { label }
  }
}`;
const DELETE = 'mutation ($id: Ref!) { deleteNode(input: {id: $id}) { node { id } } }';

interface Defined {
  readonly defineFeatureService: {
    readonly featureService: { readonly label: string };
    readonly featureServiceVersion: Record<'id' | 'label', string>;
    readonly created: boolean;
  };
}

let app: AppUnderTest;
let url: string;
let set: string;
let service: string;
const trip = { origin: 'SEA', destination: 'DEN' };
beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, {
    name: 'accounts',
    entity: 'account',
    joinKeys: [{ name: 'account', type: 'INT64' }],
    features: [{ name: 'n', type: 'INT64' }],
  });
});

beforeEach(async () => {
  const name = freshName('traffic');
  await seedFeatureSet(app, { name, features: ['n', 'm'].map((feature) => ({ name: feature, type: 'INT64' })) });
  set = `${name}@1`;
  await writeRows(app, name, [
    { airport: 'SEA', n: 1, m: 10, event_time: at(1) },
    { airport: 'DEN', n: 2, m: 20, event_time: at(1) },
  ]);
  service = freshName('service');
  await define([`${name}:n~origin`, `${name}:*~destination`]);
});

afterAll(() => app.close());

async function define(features: readonly string[], name = service): Promise<Defined['defineFeatureService']> {
  return (await app.graphql<Defined>(DEFINE, { input: { name, features } })).defineFeatureService;
}

async function lookUp(variables: object) {
  type Answer = { onlineFeatures: FeatureTableAnswer & { featureServiceVersion: unknown } };
  return (await app.graphql<Answer>(LOOKUP, { entities: [trip], ...variables })).onlineFeatures;
}

describe('a feature service', () => {
  it('pins its features in versions, the same ones in one', async () => {
    const again = await define([`${set}:n~origin`, `${set}:*~destination`]);
    const other = await define([`${set}:n~destination`]);

    expect(again).toMatchObject({ featureServiceVersion: { label: `${service}@1` }, created: false });
    expect(other).toMatchObject({
      featureService: { label: service },
      featureServiceVersion: { label: `${service}@2` },
      created: true,
    });
    const query = `query ($ref: Ref!) { featureService(ref: $ref) {
      kind latestVersion { label version } versions { nodes { label features { position ref role type } } }
    } }`;
    const { featureService } = await app.graphql<{ featureService: object }>(query, { ref: service });
    expect(featureService).toEqual({
      kind: 'FEATURE_SERVICE',
      latestVersion: { label: `${service}@2`, version: 2 },
      versions: {
        nodes: [
          {
            label: `${service}@2`,
            features: [{ position: 0, ref: `${set}:n~destination`, role: 'destination', type: 'INT64' }],
          },
          {
            label: `${service}@1`,
            features: [
              { position: 0, ref: `${set}:n~origin`, role: 'origin', type: 'INT64' },
              { position: 1, ref: `${set}:n~destination`, role: 'destination', type: 'INT64' },
              { position: 2, ref: `${set}:m~destination`, role: 'destination', type: 'INT64' },
            ],
          },
        ],
      },
    });
    expect(
      await app.graphql('query ($ref: Ref!) { featureServiceVersion(ref: $ref) { label featureService { label } } }', {
        ref: `${service}@1`,
      }),
    ).toEqual({
      featureServiceVersion: { label: `${service}@1`, featureService: { label: service } },
    });
  });

  it('is looked up by GraphQL and HTTP, now and as of a time, in one statement, whatever comes after it', async () => {
    const columns = [`${set}:n~origin`, `${set}:n~destination`, `${set}:m~destination`];
    await app.graphql('mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { created } }', {
      set: { name: set.split('@')[0], entity: 'airport', features: [{ name: 'other', type: 'INT64' }] },
    });
    const table = await lookUp({ service });

    expect(table.columns.map(({ ref }) => ref)).toEqual(columns);
    expect(table).toMatchObject({
      values: [[1, 2, 20]],
      featureServiceVersion: { label: `${service}@1` },
      modelVersion: null,
    });
    // What was published is told to the plans a moment later, and then they are made anew.
    await eventually(async () => expect(await recordStatements(app, () => lookUp({ service }))).toHaveLength(2));
    expect((await lookUp({ service, asOf: at(2) })).values).toEqual([[1, 2, 20]]);
    expect((await lookUp({ features: columns })).featureServiceVersion).toBeNull();
    const response = await app.http.inject({
      method: 'POST',
      url: '/v1/features',
      payload: { service: `${service}@1`, entities: [trip] },
    });
    expect(response.json()).toMatchObject({ columns, values: [[1, 2, 20]], service: `${service}@1` });
    const historical = await app.graphql<{ historicalFeatures: { values: unknown } }>(
      'query ($service: Ref!, $spine: SpineRows!) { historicalFeatures(service: $service, spine: $spine) { values } }',
      { service, spine: [{ ...trip, event_time: at(2) }] },
    );
    expect(historical.historicalFeatures.values).toEqual([[1, 2, 20]]);
  });

  it('follows its newest version where none is named', async () => {
    expect((await lookUp({ service })).values).toEqual([[1, 2, 20]]);
    await define([`${set}:m~origin`]);

    expect((await lookUp({ service, entities: [{ origin: 'DEN' }] })).values).toEqual([[20]]);
    expect((await lookUp({ service: `${service}@1` })).values).toEqual([[1, 2, 20]]);
  });

  it('gives a training set its features, and stands in its lineage', async () => {
    const spine = [{ ...trip, event_time: at(2) }];
    const { datasetVersion } = await createTrainingSet(app, { name: freshName('by_service'), service, spine });
    const label = datasetVersion?.label ?? '';

    expect(await rowsOf(url, label)).toEqual([{ ...spine[0], origin__n: 1, destination__n: 2, destination__m: 20 }]);
    const query = `query ($ref: Ref!) { datasetVersion(ref: $ref) {
      trainingSet { featureServiceVersion { label } } upstream(depth: 1) { nodes { node { label } } }
    } }`;
    const answer = await app.graphql<{ datasetVersion: object }>(query, { ref: label });
    expect(answer.datasetVersion).toMatchObject({ trainingSet: { featureServiceVersion: { label: `${service}@1` } } });
    expect(JSON.stringify(answer)).toContain(`{"node":{"label":"${service}@1"}}`);
    const name = freshName('by_upload');
    const response = await fetch(`${url}/v1/training-sets?name=${name}&service=${service}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(spine[0]),
    });
    expect(response.status).toBe(202);
  });

  it('gives a model its signature, which stays with it, and can not be deleted while the model serves', async () => {
    const model = freshName('model');
    const REGISTER = `mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created modelVersion {
      signature { ref } featureServiceVersion { label } derivedFrom { label } } } }`;
    const input = { model, artifact: { uri: 's3://m', digest: 'sha256:m' }, service };
    const { registerModelVersion } = await app.graphql<{ registerModelVersion: object }>(REGISTER, { input });
    expect(registerModelVersion).toEqual({
      created: true,
      modelVersion: {
        signature: [`${set}:n~origin`, `${set}:n~destination`, `${set}:m~destination`].map((ref) => ({ ref })),
        featureServiceVersion: { label: `${service}@1` },
        derivedFrom: [],
      },
    });
    expect(await app.graphql(REGISTER, { input })).toMatchObject({ registerModelVersion: { created: false } });
    await app.graphql('mutation ($input: DeployInput!) { deploy(input: $input) { created } }', {
      input: {
        deployment: `production/${model.replaceAll('_', '-')}`,
        bindings: [{ modelVersion: `${model}@1`, trafficPercent: 100 }],
        createEnvironment: true,
      },
    });

    const error = await app.graphqlError(DELETE, { id: `${service}@1` });

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
    expect(error.message).toContain(model.replaceAll('_', '-'));
  });

  it('keeps what it pins from being deleted or dropped, until it is deleted itself', async () => {
    for (const [mutation, variables] of [
      [DELETE, { id: set }],
      [
        'mutation ($r: Ref!) { dropFeatureRows(input: {featureSetVersion: $r, dryRun: false}) { onlineRows } }',
        { r: set },
      ],
    ] as const) {
      const error = await app.graphqlError(mutation, variables);
      expect(error.extensions.code).toBe('FAILED_PRECONDITION');
      expect(error.message).toContain(`${service}@1`);
    }

    await app.graphql(DELETE, { id: `${service}@1` });
    await app.graphql(DELETE, { id: set });

    expect((await app.graphqlError(LOOKUP, { service: `${service}@1`, entities: [trip] })).extensions.code).toBe(
      'NOT_FOUND',
    );
  });

  it('is told of before a set changes', async () => {
    const name = set.split('@')[0];
    const query = `mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { publication {
      featureServiceVersions { label } featureServiceVersionCount modelVersionCount modelVersions { label } } } }`;
    const input = { name, entity: 'airport', features: [{ name: 'n', type: 'STRING' }], dryRun: true };

    const publication = {
      featureServiceVersions: [{ label: `${service}@1` }],
      featureServiceVersionCount: 1,
      modelVersionCount: 0,
      modelVersions: [],
    };
    expect(await app.graphql(query, { set: input })).toEqual({ publishFeatureSet: { publication } });
  });

  it.each([
    ['both', { features: ['x:y'], service: 'z' }, 'both were given'],
    ['neither', {}, 'none was given'],
  ])('is chosen instead of features: %s is refused', async (_what, choice, message) => {
    expect((await app.graphqlError(LOOKUP, { ...choice, entities: [] })).message).toContain(message);
  });

  it.each([
    ['no features', [], 'features is empty'],
    ['a feature twice', ['SET:n', 'SET:n'], 'stands twice'],
    ['an unknown one', ['SET:x'], 'has no feature "x"'],
    ['a column of two types', ['SET:n~payer', 'accounts:n~payer'], '"payer" is STRING'],
  ])('is refused with %s', async (_what, features, message) => {
    const input = { name: service, features: features.map((ref) => ref.replace('SET', set)) };
    expect((await app.graphqlError(DEFINE, { input })).message).toContain(message);
  });
});
