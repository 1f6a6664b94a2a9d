import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  await seed.datasetVersion('old', { columns: [{ name: 'delay', type: 'INT64' }], rowCount: 10 });
  await seed.datasetVersion('old', { columns: [{ name: 'other', type: 'STRING' }], rowCount: 1_000 });
  await seed.datasetVersion('new', { columns: [{ name: 'delay', type: 'FLOAT64' }], location: 'gs://lake/x' });
  await seedFeatureSet(app, { name: 'by_airport', features: [{ name: 'x', type: 'INT64' }] });
  await seedFeatureSet(app, {
    name: 'by_number',
    entity: 'number',
    joinKeys: [{ name: 'k', type: 'INT64' }],
    features: [
      { name: 'x', type: 'INT64' },
      { name: 'y', type: 'INT64' },
    ],
  });
  await app.graphql('mutation { deprecateFeature(input: { feature: "by_airport@1", reason: "old" }) { __typename } }');
});

afterAll(() => app.close());

async function list(field: string, filter: object): Promise<string[]> {
  const text = `query ($filter: NodeFilter) { list: ${field}(filter: $filter, orderBy: NAME) { nodes { name } } }`;
  const { list: page } = await app.graphql<{ list: { nodes: { name: string }[] } }>(text, { filter });
  return page.nodes.map(({ name }) => name);
}

describe('lists of what has versions', () => {
  it.each([
    [{ columns: [{ name: 'delay' }] }, ['new', 'old']],
    [{ columns: [{ name: 'delay', type: 'FLOAT64' }] }, ['new']],
    [{ columns: [{ name: 'delay' }], newest: true }, ['new']],
    [{ columns: [{ name: 'delay' }], newest: false }, ['old']],
    [{ rowCountFrom: 1_000 }, ['old']],
    [{ rowCountBelow: 1_000, rowCountFrom: 11 }, []],
    [{ locationStartsWith: 'gs://' }, ['new']],
  ])('find datasets of which a version has what is asked: %j', async (datasetVersion, names) => {
    expect(await list('datasets', { datasetVersion })).toEqual(names);
  });

  it.each([
    [{ features: ['x'] }, ['by_airport', 'by_number']],
    [{ features: ['x', 'y'] }, ['by_number']],
    [{ entities: ['airport'] }, ['by_airport']],
    [{ deprecated: false }, ['by_number']],
    [{ deprecated: true }, ['by_airport']],
    [{ newest: true, features: ['nothing'] }, []],
  ])('find feature sets of which a version has what is asked: %j', async (featureSetVersion, names) => {
    expect(await list('featureSets', { featureSetVersion })).toEqual(names);
    expect(await list('featureSets', { not: { featureSetVersion } })).toEqual(
      ['by_airport', 'by_number'].filter((name) => !(names as string[]).includes(name)),
    );
  });
});
