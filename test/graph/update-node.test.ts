import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const UPDATE = `
  mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { label description owner tags { key value } } } }`;

let app: AppUnderTest;
let seed: Seed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new Seed(app);
});

afterAll(() => app.close());

async function update(input: Record<string, unknown>): Promise<unknown> {
  return (await app.graphql<{ updateNode: { node: unknown } }>(UPDATE, { input })).updateNode.node;
}

describe('updateNode', () => {
  it('changes what is given and keeps the rest', async () => {
    await seed.datasetVersion('flights', { description: 'old', owner: 'ada', tags: [{ key: 'a', value: '1' }] });

    expect(await update({ id: 'flights@1', description: 'new' })).toEqual({
      label: 'flights@1',
      description: 'new',
      owner: 'ada',
      tags: [{ key: 'a', value: '1' }],
    });
  });

  it('clears what is null, and replaces all tags', async () => {
    await seed.datasetVersion('trains', { owner: 'ada', tags: [{ key: 'a', value: '1' }] });

    const node = await update({
      id: 'trains@1',
      owner: null,
      tags: [
        { key: 'z', value: '2' },
        { key: 'b', value: '3' },
      ],
    });

    expect(node).toMatchObject({
      owner: null,
      tags: [
        { key: 'b', value: '3' },
        { key: 'z', value: '2' },
      ],
    });
    expect(await update({ id: 'trains@1', tags: [] })).toMatchObject({ tags: [] });
  });

  it('is no new version: metadata is not part of identity', async () => {
    const ships = await seed.datasetVersion('ships', { digest: 'sha256:same', description: 'old' });
    await update({ id: ships.id, description: 'new' });

    const again = await ships.next({ digest: 'sha256:same', description: 'another' });

    expect(again).toMatchObject({ id: ships.id, created: false });
  });

  it('takes a name or an id, of a dataset or of a version', async () => {
    const cars = await seed.datasetVersion('cars');

    expect(await update({ id: 'cars', owner: 'ada' })).toMatchObject({ label: 'cars', owner: 'ada' });
    expect(await update({ id: cars.id, owner: 'bob' })).toMatchObject({ label: 'cars@1', owner: 'bob' });
  });

  it.each([
    ['tags that are null', { tags: null }, 'BAD_USER_INPUT', /empty list removes all/],
    ['an empty tag key', { tags: [{ key: '', value: '1' }] }, 'BAD_USER_INPUT', /1 to 128/],
    [
      'a tag value of more than 5,000 characters',
      { tags: [{ key: 'a', value: 'x'.repeat(5001) }] },
      'BAD_USER_INPUT',
      /5001/,
    ],
    ['a zero character, which PostgreSQL cannot store', { description: 'a\u0000b' }, 'BAD_USER_INPUT', /NUL character/],
    ['a zero character in a tag', { tags: [{ key: 'a', value: '\u0000' }] }, 'BAD_USER_INPUT', /NUL character/],
    ['a node that is not there', { id: 'nothing@7', owner: 'x' }, 'NOT_FOUND', /nothing@7/],
  ])('refuses %s', async (_, change, code, message) => {
    await seed.datasetVersion('refused');

    const error = await app.graphqlError(UPDATE, { input: { id: 'refused', ...change } });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});
