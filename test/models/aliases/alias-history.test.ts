import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { SET_ALIAS } from '../model-seed.js';
import { AliasSeed, REMOVE_ALIAS } from './alias-seed.js';

let app: AppUnderTest;
let seed: AliasSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new AliasSeed(app);
});

afterAll(() => app.close());

const millisecondBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString();

describe('the history of aliases', () => {
  it('keeps every move, who made it and who ended it', async () => {
    await seed.twoVersions('told');
    await seed.setAlias('told@1', 'champion', 'ann');
    await seed.setAlias('told@2', 'champion', 'bob');
    await app.graphql(REMOVE_ALIAS, { model: 'told', alias: 'champion' }, { user: 'cleo' });

    const [last, first] = await seed.history('told');

    expect(first).toMatchObject({ modelVersion: { label: 'told@1' }, setBy: 'ann', endedBy: 'bob' });
    expect(last).toMatchObject({ modelVersion: { label: 'told@2' }, setBy: 'bob', endedBy: 'cleo' });
    expect(first?.validTo).toBe(last?.validFrom);
  });

  it('answers where a name pointed, to the millisecond of each change', async () => {
    await seed.twoVersions('timed');
    await seed.setAlias('timed@1', 'champion');
    await seed.setAlias('timed@2', 'champion');
    await app.graphql(REMOVE_ALIAS, { model: 'timed', alias: 'champion' });
    const [second, first] = await seed.history('timed');
    const times = [first?.validFrom ?? '', second?.validFrom ?? '', second?.validTo ?? ''];

    const before = await Promise.all(times.map((time) => seed.aliasAt('timed', 'champion', millisecondBefore(time))));
    const at = await Promise.all(times.map((time) => seed.aliasAt('timed', 'champion', time)));

    expect(before).toEqual([null, 'timed@1', 'timed@2']);
    expect(at).toEqual(['timed@1', 'timed@2', null]);
    expect(await seed.aliasAt('timed', 'champion', null)).toBeNull();
  });

  it('comes in pages, last set first, and of one name if asked', async () => {
    await seed.twoVersions('paged');
    for (const [version, alias] of [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [1, 'a'],
    ])
      await seed.setAlias(`paged@${version}`, `${alias}`);

    const all = await seed.history('paged');
    const ofOne = await seed.history('paged', { alias: 'a' });
    const page = await seed.historyPage('paged', { first: 3 });
    const rest = await seed.history('paged', { first: 3, after: page.pageInfo.endCursor });

    expect(all.map((stay) => [stay.alias, stay.modelVersion.label])).toEqual([
      ['a', 'paged@1'],
      ['a', 'paged@2'],
      ['b', 'paged@1'],
      ['a', 'paged@1'],
    ]);
    expect(ofOne.map((stay) => stay.modelVersion.label)).toEqual(['paged@1', 'paged@2', 'paged@1']);
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect([...page.nodes, ...rest]).toEqual(all);
  });
});

describe('an alias of a deleted model version', () => {
  it('stops resolving, and its stay ends with the version', async () => {
    await seed.twoVersions('gone');
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
    expect(await seed.history('gone')).toMatchObject([{ validTo: deletedAt, setBy: 'ann', endedBy: 'bob' }]);
    expect(await seed.aliasAt('gone', 'champion', millisecondBefore(deletedAt))).toBe('gone@1');
    expect(await seed.aliasAt('gone', 'champion', deletedAt)).toBeNull();
  });

  it('can be given to another version', async () => {
    await seed.twoVersions('passed_on');
    await seed.setAlias('passed_on@1', 'champion');
    await seed.delete('passed_on@1');

    const { setAlias } = await app.graphql<{ setAlias: unknown }>(SET_ALIAS, {
      modelVersion: 'passed_on@2',
      alias: 'champion',
    });

    expect(setAlias).toMatchObject({ changed: true, previous: null });
    expect(await seed.labelOf('passed_on@champion')).toBe('passed_on@2');
  });
});
