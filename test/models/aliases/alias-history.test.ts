import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';
import { ModelSeed, SET_ALIAS } from '../model-seed.js';

const REMOVE_ALIAS = `
  mutation Remove($model: Ref!, $alias: String!) {
    removeAlias(input: { model: $model, alias: $alias }) { changed previous { label } }
  }`;

const HISTORY = `
  query History($name: String!, $alias: String, $first: Int, $after: String) {
    model(name: $name) {
      aliasHistory(alias: $alias, first: $first, after: $after) {
        nodes { alias modelVersion { label } validFrom validTo setBy endedBy }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

interface Stay {
  readonly alias: string;
  readonly modelVersion: { readonly label: string };
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly setBy: string;
  readonly endedBy: string | null;
}

interface HistoryAnswer {
  model: { aliasHistory: { nodes: Stay[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
}

let app: AppUnderTest;

let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
});

afterAll(() => app.close());

async function twoVersions(model: string): Promise<void> {
  await seed.modelVersion(model);
  await seed.modelVersion(model);
}

async function history(name: string, more: Record<string, unknown> = {}): Promise<Stay[]> {
  return (await app.graphql<HistoryAnswer>(HISTORY, { name, ...more })).model.aliasHistory.nodes;
}

/** Where an alias pointed at a time. */
async function aliasAt(model: string, alias: string, asOf: string | null): Promise<string | null> {
  const answer = await app.graphql<{ model: { alias: { modelVersion: { label: string } } | null } }>(
    `query ($model: String!, $alias: String!, $asOf: DateTime) {
       model(name: $model) { alias(name: $alias, asOf: $asOf) { modelVersion { label } } } }`,
    { model, alias, asOf },
  );
  return answer.model.alias?.modelVersion.label ?? null;
}

async function labelOf(ref: string): Promise<string | null> {
  const answer = await app.graphql<{ modelVersion: { label: string } | null }>(
    'query ($ref: Ref!) { modelVersion(ref: $ref) { label } }',
    { ref },
  );
  return answer.modelVersion?.label ?? null;
}

const millisecondBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString();

describe('the history of aliases', () => {
  it('keeps every move, who made it and who ended it', async () => {
    await twoVersions('told');
    await seed.setAlias('told@1', 'champion', 'ann');
    await seed.setAlias('told@2', 'champion', 'bob');
    await app.graphql(REMOVE_ALIAS, { model: 'told', alias: 'champion' }, { user: 'cleo' });

    const [last, first] = await history('told');

    expect(first).toMatchObject({ modelVersion: { label: 'told@1' }, setBy: 'ann', endedBy: 'bob' });
    expect(last).toMatchObject({ modelVersion: { label: 'told@2' }, setBy: 'bob', endedBy: 'cleo' });
    expect(first?.validTo).toBe(last?.validFrom);
  });

  it('answers where a name pointed, to the millisecond of each change', async () => {
    await twoVersions('timed');
    await seed.setAlias('timed@1', 'champion');
    await seed.setAlias('timed@2', 'champion');
    await app.graphql(REMOVE_ALIAS, { model: 'timed', alias: 'champion' });
    const [second, first] = await history('timed');
    const times = [first?.validFrom ?? '', second?.validFrom ?? '', second?.validTo ?? ''];

    const before = await Promise.all(times.map((time) => aliasAt('timed', 'champion', millisecondBefore(time))));
    const at = await Promise.all(times.map((time) => aliasAt('timed', 'champion', time)));

    expect(before).toEqual([null, 'timed@1', 'timed@2']);
    expect(at).toEqual(['timed@1', 'timed@2', null]);
    expect(await aliasAt('timed', 'champion', null)).toBeNull();
  });

  it('comes in pages, last set first, and of one name if asked', async () => {
    await twoVersions('paged');
    for (const [version, alias] of [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [1, 'a'],
    ])
      await seed.setAlias(`paged@${version}`, `${alias}`);

    const all = await history('paged');
    const ofOne = await history('paged', { alias: 'a' });
    const page = await app.graphql<HistoryAnswer>(HISTORY, { name: 'paged', first: 3 });
    const rest = await history('paged', { first: 3, after: page.model.aliasHistory.pageInfo.endCursor });

    expect(all.map((stay) => [stay.alias, stay.modelVersion.label])).toEqual([
      ['a', 'paged@1'],
      ['a', 'paged@2'],
      ['b', 'paged@1'],
      ['a', 'paged@1'],
    ]);
    expect(ofOne.map((stay) => stay.modelVersion.label)).toEqual(['paged@1', 'paged@2', 'paged@1']);
    expect(page.model.aliasHistory.pageInfo.hasNextPage).toBe(true);
    expect([...page.model.aliasHistory.nodes, ...rest]).toEqual(all);
  });
});

describe('an alias of a deleted model version', () => {
  it('stops resolving, and its stay ends with the version', async () => {
    await twoVersions('gone');
    await seed.setAlias('gone@1', 'champion', 'ann');

    const { deleteNode } = await app.graphql<{ deleteNode: { node: { deletedAt: string } } }>(
      'mutation { deleteNode(input: { id: "gone@1" }) { node { deletedAt } } }',
      {},
      { user: 'bob' },
    );

    const { deletedAt } = deleteNode.node;
    const answer = await app.graphql(
      '{ model(name: "gone") { aliases { alias } } modelVersion(ref: "gone@champion") { id } }',
    );
    expect(answer).toEqual({ model: { aliases: [] }, modelVersion: null });
    expect(await history('gone')).toMatchObject([{ validTo: deletedAt, setBy: 'ann', endedBy: 'bob' }]);
    expect(await aliasAt('gone', 'champion', millisecondBefore(deletedAt))).toBe('gone@1');
    expect(await aliasAt('gone', 'champion', deletedAt)).toBeNull();
  });

  it('can be given to another version', async () => {
    await twoVersions('passed_on');
    await seed.setAlias('passed_on@1', 'champion');
    await seed.delete('passed_on@1');

    const { setAlias } = await app.graphql<{ setAlias: unknown }>(SET_ALIAS, {
      modelVersion: 'passed_on@2',
      alias: 'champion',
    });

    expect(setAlias).toMatchObject({ changed: true, previous: null });
    expect(await labelOf('passed_on@champion')).toBe('passed_on@2');
  });
});
