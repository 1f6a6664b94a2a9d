import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet, rowsOf } from '../training-sets/training-client.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const TIME = '2026-01-01T00:00:00Z';
const TRACE = `query ($key: EntityKey!) {
  entityTrace(entity: "customer", key: $key) {
    trainingRows { trainingSet { label } rows } modelVersions { label } deployments { label }
  }
}`;

describe('what a person has left in training', () => {
  it('is found in training sets, models and deployments, and erased from the sets, which then can not be rebuilt', async () => {
    const set = await seedFeatureSet(app, {
      name: 'spending',
      entity: 'customer',
      joinKeys: [{ name: 'customer', type: 'INT64' }],
      features: [{ name: 'total', type: 'INT64' }],
    });
    await writeRows(app, set, [
      { customer: 1, total: 10, event_time: TIME },
      { customer: 2, total: 20, event_time: TIME },
    ]);
    const spine = [1, 2, 1, 3].map((customer) => ({ customer, event_time: TIME }));
    const { datasetVersion } = await createTrainingSet(app, { name: 'purchases', features: ['spending:*'], spine });
    await app.graphql(
      `mutation ($version: RegisterModelVersionInput!, $deploy: DeployInput!) {
         registerModelVersion(input: $version) { created }
         deploy(input: $deploy) { deployment { label } }
       }`,
      {
        version: {
          model: 'churn',
          artifact: { uri: 's3://models/churn', digest: 'sha256:1' },
          signature: ['spending@1:total'],
          trainedOn: [datasetVersion?.label],
        },
        deploy: {
          deployment: 'production/churn',
          createEnvironment: true,
          bindings: [{ modelVersion: 'churn@1', trafficPercent: 100 }],
        },
      },
    );

    await app.graphql(
      `mutation ($version: RegisterModelVersionInput!, $deploy: DeployInput!) {
         registerModelVersion(input: $version) { created }
         deploy(input: $deploy) { deployment { label } }
       }`,
      {
        version: {
          model: 'churn_tuned',
          artifact: { uri: 's3://models/churn-tuned', digest: 'sha256:2' },
          derivedFrom: ['churn@1'],
        },
        deploy: {
          deployment: 'production/churn-tuned',
          bindings: [{ modelVersion: 'churn_tuned@1', trafficPercent: 100 }],
        },
      },
    );

    const { entityTrace } = await app.graphql<{ entityTrace: unknown }>(TRACE, { key: { customer: 1 } });
    const { eraseEntity } = await app.graphql<{ eraseEntity: { erasure: { trainingRows: unknown } } }>(
      `mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erasure { trainingRows { trainingSet rows } } } }`,
      { input: { entity: 'customer', key: { customer: 1 } } },
    );

    expect(entityTrace).toEqual({
      trainingRows: [{ trainingSet: { label: 'purchases@1' }, rows: 2 }],
      modelVersions: [{ label: 'churn@1' }, { label: 'churn_tuned@1' }],
      deployments: [{ label: 'production/churn' }, { label: 'production/churn-tuned' }],
    });
    expect(eraseEntity.erasure.trainingRows).toEqual([{ trainingSet: 'purchases@1', rows: 2 }]);
    expect((await rowsOf(url, 'purchases@1')).map(({ customer }) => customer)).toEqual([2, 3]);
    const after = await app.graphql<{ entityTrace: { trainingRows: unknown[] } }>(TRACE, { key: { customer: 1 } });
    expect(after.entityTrace.trainingRows).toEqual([]);
    await expect(rebuildTrainingSet(app, 'purchases@1')).rejects.toThrow(
      "purchases@1 can't be rebuilt: rows of an entity were erased",
    );
    const { datasetVersion: version } = await app.graphql<{ datasetVersion: unknown }>(
      `{ datasetVersion(ref: "purchases@1") { trainingSet { rebuildable } } }`,
    );
    expect(version).toEqual({ trainingSet: { rebuildable: false } });
  });
});
