import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../support/postgres/record-statements.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const LIST = `
  query ($filter: NodeFilter, $orderBy: NodeOrder) { datasets(filter: $filter, orderBy: $orderBy) { nodes { name } } }`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  const flights = await seed.datasetVersion('flights');
  await flights.next();
  await flights.next();
  await seed.datasetVersion('airports');
  await seed.datasetVersion('airlines');
  const change = 'mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }';
  const tags = [
    { key: 'team', value: 'ops' },
    { key: 'tier', value: 'gold' },
  ];
  await app.graphql(change, { input: { id: 'airports', owner: 'ada', tags } });
});

afterAll(() => app.close());

async function list(variables: Record<string, unknown>): Promise<string[]> {
  return (await app.graphql<{ datasets: { nodes: { name: string }[] } }>(LIST, variables)).datasets.nodes.map(
    ({ name }) => name,
  );
}

describe('datasets', () => {
  it('come newest first, or oldest first, or by name', async () => {
    expect(await list({})).toEqual(['airlines', 'airports', 'flights']);
    expect(await list({ orderBy: 'OLDEST' })).toEqual(['flights', 'airports', 'airlines']);
    expect(await list({ orderBy: 'NAME' })).toEqual(['airlines', 'airports', 'flights']);
  });

  it('are filtered by what all must hold', async () => {
    expect(await list({ filter: { nameContains: 'air' } })).toEqual(['airlines', 'airports']);
    expect(await list({ filter: { owner: 'ada' } })).toEqual(['airports']);
    expect(await list({ filter: { tags: [{ key: 'team', value: 'ops' }] } })).toEqual(['airports']);
    expect(await list({ filter: { tags: [{ key: 'team', value: 'sales' }] } })).toEqual([]);
    expect(await list({ filter: { nameContains: 'air', owner: 'bob' } })).toEqual([]);
  });

  it('take "%" and "_" in a name filter as they are', async () => {
    expect(await list({ filter: { nameContains: '%' } })).toEqual([]);
    expect(await list({ filter: { nameContains: 'a_r' } })).toEqual([]);
  });

  it('are filtered by when they were registered, both ends meaning what they say', async () => {
    const { dataset } = await app.graphql<{ dataset: { createdAt: string } }>(
      '{ dataset(ref: "airports") { createdAt } }',
    );

    expect(await list({ filter: { createdFrom: dataset.createdAt } })).toContain('airports');
    expect(await list({ filter: { createdBefore: dataset.createdAt } })).toEqual(['flights']);
  });

  it('refuse a time without a zone', async () => {
    const error = await app.graphqlError(LIST, { filter: { createdFrom: '2026-11-24T09:30:00' } });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('has no time zone');
  });

  it('refuse a time without a zone that stands in the query itself', async () => {
    const error = await app.graphqlError('{ datasets(filter: { createdFrom: "2026-11-24" }) { nodes { id } } }');

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('RFC 3339 with a zone');
  });
});

describe('a dataset', () => {
  it('knows its versions, newest first, and the newest of them', async () => {
    const { dataset } = await app.graphql<{ dataset: unknown }>(
      `{ dataset(ref: "flights") { latestVersion { label } versions(first: 2) { nodes { label } pageInfo { hasNextPage } } } }`,
    );

    expect(dataset).toEqual({
      latestVersion: { label: 'flights@3' },
      versions: { nodes: [{ label: 'flights@3' }, { label: 'flights@2' }], pageInfo: { hasNextPage: true } },
    });
  });

  it.each([
    ['its versions', 'versions(first: 2) { nodes { label digest dataset { label } } }', 6],
    ['its newest version', 'latestVersion { label digest dataset { label } }', 5],
  ])('costs no statement more for many than for one: %s', async (_, fields, statements) => {
    const ask = (first: number) => () => app.graphql(`{ datasets(first: ${first}) { nodes { label ${fields} } } }`);

    expect(await recordStatements(app, ask(1))).toHaveLength(statements);
    expect(await recordStatements(app, ask(10))).toHaveLength(statements);
  });
});
