import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../support/postgres/record-statements.js';
import { Seed, type SeededDatasetVersion } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const UNKNOWN = 'dataset_01hzxw4h5jfjvbn3q2k9d8c7qq';
const NODE = 'query ($id: ID!) { node(id: $id) { __typename id kind project name version label createdBy deletedAt } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

let app: AppUnderTest;
let flights: SeededDatasetVersion;

beforeAll(async () => {
  app = await startAppUnderTest();
  flights = await new Seed(app, { user: 'ada' }).datasetVersion('flights');
});

afterAll(() => app.close());

describe('node', () => {
  it('gives a node of any kind as its own type, with what all kinds share', async () => {
    const { node } = await app.graphql<{ node: unknown }>(NODE, { id: flights.id });

    expect(node).toEqual({
      __typename: 'DatasetVersion',
      id: flights.id,
      kind: 'DATASET_VERSION',
      project: 'default',
      name: 'flights',
      version: 1,
      label: 'flights@1',
      createdBy: 'ada',
      deletedAt: null,
    });
  });

  it('has ids that say their kind and sort by time', async () => {
    const later = await flights.next();

    expect(flights.id).toMatch(/^dataset_version_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(flights.dataset.id).toMatch(/^dataset_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(later.id > flights.id).toBe(true);
  });

  it.each([
    ['an id that nothing has', UNKNOWN],
    ['an id whose bits are no UUID', 'dataset_01hzy0000000000000000000qq'],
    ['text that is no id', 'flights@1'],
    ['an id of a kind that does not exist', 'banana_01hzy0000000000000000000qq'],
    ['nothing', ''],
  ])('is null for %s', async (_, id) => {
    expect(await app.graphql(NODE, { id })).toEqual({ node: null });
  });

  it('is null where the prefix is not that of the kind', async () => {
    expect(await app.graphql(NODE, { id: flights.id.replace('dataset_version', 'dataset') })).toEqual({ node: null });
  });

  it('is null for a node of another project', async () => {
    await app.graphql('mutation { createProject(input: { name: "elsewhere" }) { project { name } } }');

    expect(await app.graphql(NODE, { id: flights.id }, { project: 'elsewhere' })).toEqual({ node: null });
  });
});

describe('nodes', () => {
  it('keeps order, length and duplicates, with null for what is unknown', async () => {
    const ids = [flights.id, UNKNOWN, flights.dataset.id, 'no id', flights.id];

    const { nodes } = await app.graphql<{ nodes: unknown }>(NODES, { ids });

    expect(nodes).toEqual([{ id: flights.id }, null, { id: flights.dataset.id }, null, { id: flights.id }]);
  });

  it('gives nothing for no ids', async () => {
    expect(await app.graphql(NODES, { ids: [] })).toEqual({ nodes: [] });
  });

  it('needs no more statements for many than for one of each kind', async () => {
    const more = await Promise.all(['a', 'b', 'c', 'd'].map((name) => new Seed(app).datasetVersion(name)));
    const ask = (versions: readonly SeededDatasetVersion[]) => () =>
      app.graphql(NODES, { ids: versions.flatMap(({ id, dataset }) => [id, dataset.id]) });

    const few = await recordStatements(app, ask([flights]));
    const many = await recordStatements(app, ask([flights, ...more]));

    expect(few).toHaveLength(2);
    expect(many).toHaveLength(2);
  });
});
