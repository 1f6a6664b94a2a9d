import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const DELETE = 'mutation ($input: DeleteNodeInput!) { deleteNode(input: $input) { node { id } } }';
const SAYS = 'deletedAt deletion { at by reason }';

let app: AppUnderTest;
let seed: Seed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new Seed(app);
});

afterAll(() => app.close());

async function remove(id: string, reason?: string): Promise<void> {
  await app.graphql(DELETE, { input: { id, reason } }, { user: 'ada' });
}

describe('a deleted node says by whom, when and why', () => {
  it('wherever it is shown', async () => {
    const { id, dataset } = await seed.datasetVersion('whale_songs');
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation { startRun(input: { type: OTHER, experiment: "sea" }) { run { id } } }',
    );
    await remove('whale_songs', 'wrong ocean');
    await remove(startRun.run.id);

    const answer = await app.graphql<Record<string, unknown>>(
      `query ($id: ID!, $ref: Ref!, $run: ID!) {
        node(id: $id) { ${SAYS} }
        nodes(ids: [$id]) { ${SAYS} }
        datasetVersion(ref: $ref) { ${SAYS} dataset { ${SAYS} } }
        datasets(filter: { includeDeleted: true, nameContains: "whale" }) { nodes { ${SAYS} } }
        search(text: "whale", includeDeleted: true, kinds: [DATASET_VERSION]) { nodes { ${SAYS} } }
        lineage(of: [$ref]) { nodes { node { ${SAYS} } } }
        run(id: $run) { ${SAYS} }
        runs(filter: { includeDeleted: true }) { nodes { ${SAYS} } }
      }`,
      { id, ref: id, run: startRun.run.id },
    );

    const at = (answer as { node: { deletedAt: string } }).node.deletedAt;
    const said = { deletedAt: at, deletion: { at, by: 'ada', reason: 'wrong ocean' } };
    const unreasoned = {
      deletedAt: expect.any(String),
      deletion: expect.objectContaining({ by: 'ada', reason: null }),
    };
    expect(answer).toEqual({
      node: said,
      nodes: [said],
      datasetVersion: { ...said, dataset: said },
      datasets: { nodes: [said] },
      search: { nodes: [said] },
      lineage: { nodes: [{ node: said }, { node: said }] },
      run: unreasoned,
      runs: { nodes: [unreasoned] },
    });
    expect(dataset.label).toBe('whale_songs');
  });

  it('and a living one has nothing to say', async () => {
    const { id } = await seed.datasetVersion('gull_songs');

    expect(await app.graphql(`query ($id: ID!) { node(id: $id) { ${SAYS} } }`, { id })).toEqual({
      node: { deletedAt: null, deletion: null },
    });
    expect(await app.graphql('{ search(text: "whale") { nodes { id } } }')).toEqual({ search: { nodes: [] } });
  });

  it.each([
    ['longer than is kept', 'x'.repeat(2_001), /reason has 2001 characters; at most 2000/],
    ['not storable', 'a\ud800b', /reason holds/],
  ])('in a reason that is not %s', async (_, reason, message) => {
    await seed.datasetVersion('seal_songs');

    const error = await app.graphqlError(DELETE, { input: { id: 'seal_songs', reason } });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toMatch(message);
  });
});
