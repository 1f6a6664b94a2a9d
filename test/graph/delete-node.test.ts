import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const DELETE = 'mutation ($input: DeleteNodeInput!) { deleteNode(input: $input) { node { id label deletedAt } } }';
const NODE = 'query ($id: ID!) { node(id: $id) { label deletedAt } }';

let app: AppUnderTest;
let seed: Seed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new Seed(app);
});

afterAll(() => app.close());

async function remove(id: string, reason?: string): Promise<{ id: string; label: string; deletedAt: string }> {
  const input = { id, ...(reason !== undefined && { reason }) };
  return (
    await app.graphql<{ deleteNode: { node: { id: string; label: string; deletedAt: string } } }>(DELETE, { input })
  ).deleteNode.node;
}

describe('deleteNode', () => {
  it('leaves a tombstone that is still found by its id', async () => {
    const flights = await seed.datasetVersion('flights');

    const deleted = await remove('flights@1', 'wrong file');

    expect(deleted).toMatchObject({ id: flights.id, label: 'flights@1', deletedAt: expect.stringMatching(/Z$/) });
    expect(await app.graphql(NODE, { id: flights.id })).toEqual({
      node: { label: 'flights@1', deletedAt: deleted.deletedAt },
    });
    expect(
      await app.graphql('query ($ref: Ref!) { datasetVersion(ref: $ref) { label } }', { ref: flights.id }),
    ).toEqual({
      datasetVersion: { label: 'flights@1' },
    });
  });

  it('takes what belongs to it along', async () => {
    const trains = await seed.datasetVersion('trains');

    await remove('trains');

    expect(await app.graphql(NODE, { id: trains.id })).toMatchObject({ node: { deletedAt: expect.any(String) } });
    expect(await app.graphql('{ datasetVersion(ref: "trains@1") { label } }')).toEqual({ datasetVersion: null });
  });

  it('takes along what belongs to that, however deep', async () => {
    const keys = '[{ name: "station", type: STRING }]';
    await app.graphql(`mutation { defineEntity(input: { name: "station", joinKeys: ${keys} }) { created } }`);
    const set = '{ name: "weather", entity: "station", features: [{ name: "rain", type: FLOAT64 }] }';
    await app.graphql(`mutation { publishFeatureSet(input: ${set}) { created } }`);

    await remove('station');

    expect(await app.graphql('{ featureSetVersion(ref: "weather@1") { label } }')).toEqual({ featureSetVersion: null });
    await app.graphql(`mutation { defineEntity(input: { name: "station", joinKeys: ${keys} }) { created } }`);
    expect(await app.graphql(`mutation { publishFeatureSet(input: ${set}) { created } }`)).toEqual({
      publishFeatureSet: { created: true },
    });
  });

  it('takes it out of lists, search and names', async () => {
    await seed.datasetVersion('ships');
    await remove('ships');

    const answer = await app.graphql(`{
      dataset(ref: "ships") { label }
      datasets(filter: { nameContains: "ships" }) { nodes { label } }
      deleted: datasets(filter: { nameContains: "ships", includeDeleted: true }) { nodes { label } }
      search(text: "ships") { nodes { label } }
    }`);

    expect(answer).toEqual({
      dataset: null,
      datasets: { nodes: [] },
      deleted: { nodes: [{ label: 'ships' }] },
      search: { nodes: [] },
    });
  });

  it('makes the name free for another, which begins at version 1', async () => {
    const first = await seed.datasetVersion('cars');
    await first.next();
    await remove('cars');

    const second = await seed.datasetVersion('cars');

    expect(second.label).toBe('cars@1');
    expect(second.dataset.id).not.toBe(first.dataset.id);
  });

  it('does not give the number of a deleted version to another', async () => {
    const buses = await seed.datasetVersion('buses');
    await buses.next();
    await remove('buses@2');

    const third = await buses.next();

    expect(third.label).toBe('buses@3');
  });

  it('makes the version before it the newest again', async () => {
    const trams = await seed.datasetVersion('trams');
    await trams.next();

    await remove('trams@2');

    expect(await app.graphql('{ datasetVersion(ref: "trams") { label } }')).toEqual({
      datasetVersion: { label: 'trams@1' },
    });
  });

  it('says NOT_FOUND for what is deleted already', async () => {
    const bikes = await seed.datasetVersion('bikes');
    await remove(bikes.id);

    const error = await app.graphqlError(DELETE, { input: { id: bikes.id } });

    expect(error.extensions.code).toBe('NOT_FOUND');
    expect(error.message).toContain('was deleted');
  });

  it('and registering at the same time end as if one had come after the other', async () => {
    await seed.datasetVersion('contested');
    const change = (index: number) =>
      index % 3 === 0
        ? app.graphqlAnswer(DELETE, { input: { id: 'contested' } }).then(({ errors }) => errors)
        : seed.datasetVersion('contested').then(
            () => [],
            (problem: Error) => [{ extensions: { code: problem.message.split(':')[0] } }],
          );

    const outcomes = await Promise.all(Array.from({ length: 24 }, (_, index) => change(index)));

    const codes = new Set(outcomes.flat().map(({ extensions }) => extensions.code));
    expect([...codes].filter((code) => code !== 'NOT_FOUND' && code !== 'CONFLICT')).toEqual([]);
    expect(await seed.datasetVersion('contested')).toMatchObject({ created: true });
  });
});
