import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet, rowsOf } from '../training-sets/training-client.js';
import { at } from '../training-sets/two-sets.js';

const TRACE =
  'query ($key: EntityKey!) { entityTrace(entity: "person", key: $key) { trainingRows { rows trainingSet { label } } } }';
const ERASE = `mutation ($input: EraseEntityInput!) {
  eraseEntity(input: $input) { erasure { trainingRows { rows trainingSet } } } }`;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const features = [{ name: 'n', type: 'INT64' }];
  await seedFeatureSet(app, {
    name: 'people',
    entity: 'person',
    joinKeys: [
      { name: 'country', type: 'STRING' },
      { name: 'number', type: 'INT64' },
    ],
    features,
  });
  await seedFeatureSet(app, { name: 'traffic', features });
  await writeRows(app, 'people', [{ country: 'FR', number: 7, n: 1, event_time: at(1) }]);
});

afterAll(() => app.close());

describe('a key that a training set has from an earlier one', () => {
  it('is found and erased there, though nothing is joined by it, and in those that come from it', async () => {
    const person = (role: string, number: number) => ({ [`${role}_country`]: 'FR', [`${role}_number`]: number });
    const rest = { airport: 'SEA', event_time: at(2) };
    const spine = [
      { ...person('payer', 7), ...person('payee', 8), ...rest },
      { ...person('payer', 8), ...person('payee', 7), ...rest },
      { ...person('payer', 8), ...person('payee', 9), ...rest },
    ];
    await createTrainingSet(app, { name: 'first', features: ['people:n~payer', 'people:n~payee'], spine });
    await createTrainingSet(app, { name: 'second', features: ['traffic:n'], spineDataset: 'first' });
    await createTrainingSet(app, { name: 'third', features: ['people:n~payee'], spineDataset: 'second' });
    expect((await rebuildTrainingSet(app, 'third')).rebuild?.matches).toBe(true);

    const key = { country: 'FR', number: 7 };
    const { entityTrace } = await app.graphql<{ entityTrace: { trainingRows: object[] } }>(TRACE, { key });
    const { eraseEntity } = await app.graphql<{ eraseEntity: { erasure: { trainingRows: object[] } } }>(ERASE, {
      input: { entity: 'person', key },
    });

    const labels = ['first@1', 'second@1', 'third@1'];
    expect(entityTrace.trainingRows).toEqual(labels.map((label) => ({ rows: 2, trainingSet: { label } })));
    expect(eraseEntity.erasure.trainingRows).toEqual(labels.map((label) => ({ rows: 2, trainingSet: label })));
    for (const label of labels) expect(await rowsOf(url, label)).toEqual([expect.objectContaining(spine[2] ?? {})]);
  });
});
