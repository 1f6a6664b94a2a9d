import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;
let runs: RunClient;
const ids = new Map<string, string>();

interface Tree {
  readonly complete: boolean;
  readonly nodes: { readonly run: { name: string }; readonly parent: string | null; depth: number; isCut: boolean }[];
}

async function treeOf(name: string, bounds: object = {}): Promise<Tree> {
  const { runTree } = await app.graphql<{ runTree: Tree }>(
    `query ($id: ID!, $depth: Int, $limit: Int) {
      runTree(id: $id, depth: $depth, limit: $limit) { complete nodes { run { name } parent depth isCut } }
    }`,
    { id: ids.get(name), ...bounds },
  );
  return runTree;
}

const namesOf = ({ nodes }: Tree) => nodes.map(({ run }) => run.name).join(' ');

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
  for (const [name, parent] of [['sweep'], ['a', 'sweep'], ['b', 'sweep'], ['a1', 'a'], ['a2', 'a'], ['a1x', 'a1']]) {
    const run = await runs.start({ name, ...(parent !== undefined && { parent: ids.get(parent) }) });
    ids.set(name ?? '', run.id);
  }
});

afterAll(() => app.close());

it('holds a run and all that is part of it, level by level', async () => {
  const tree = await treeOf('sweep');
  expect(tree.complete).toBe(true);
  expect(tree.nodes.map(({ run, depth }) => `${run.name}:${depth}`)).toEqual([
    'sweep:0',
    'a:1',
    'b:1',
    'a1:2',
    'a2:2',
    'a1x:3',
  ]);
  expect(tree.nodes.map(({ parent }) => parent)).toEqual(
    [undefined, 'sweep', 'sweep', 'a', 'a', 'a1'].map((name) => ids.get(name ?? '') ?? null),
  );
});

it('says what its bounds left out', async () => {
  const shallow = await treeOf('sweep', { depth: 1 });
  expect([namesOf(shallow), shallow.complete]).toEqual(['sweep a b', false]);
  expect(shallow.nodes.filter(({ isCut }) => isCut).map(({ run }) => run.name)).toEqual(['a']);
  const few = await treeOf('sweep', { limit: 3 });
  expect([namesOf(few), few.complete]).toEqual(['sweep a b', false]);
  expect((await treeOf('b')).complete).toBe(true);
  await expect(treeOf('b', { depth: -1 })).rejects.toThrow('depth is -1; it is 0 to 100');
  await expect(treeOf('b', { limit: 0 })).rejects.toThrow('limit is 0; it is 1 to 10,000');
});

it('leaves out what was deleted', async () => {
  await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { __typename } }', { id: ids.get('b') });
  expect(namesOf(await treeOf('sweep', { depth: 1 }))).toBe('sweep a');
});
