import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('a list of an input', () => {
  it('takes a thousand items, and not one more', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }';

    await expect(app.graphql(query, { ids: Array(1_000).fill('a') })).resolves.toBeDefined();
    expect(await app.graphqlError(query, { ids: Array(1_001).fill('a') })).toMatchObject({
      message: expect.stringContaining('ids has 1001 items; at most 1000'),
      path: ['nodes'],
      extensions: { code: 'BAD_USER_INPUT', field: 'ids', found: 1_001, expected: 1_000 },
    });
  });

  it.each([
    ['lineage', 'query ($v: [Ref!]!) { lineage(of: $v) { complete } }', Array(1_001).fill('a@1'), 'of'],
    [
      'kinds',
      'query ($v: [NodeKind!]) { search(text: "a", kinds: $v) { nodes { id } } }',
      Array(1_001).fill('RUN'),
      'kinds',
    ],
    [
      'features',
      'query ($v: [Ref!]!) { onlineFeatures(features: $v, entities: []) { readAt } }',
      Array(5_001).fill('a:*'),
      'features',
    ],
    [
      'history',
      'query ($v: [Ref!]!) { historicalFeatures(features: $v, spine: []) { readAt } }',
      Array(5_001).fill('a:*'),
      'features',
    ],
    [
      'within an input',
      'mutation ($v: LogRunInput!) { logRun(input: $v) { run { id } } }',
      { run: 'x', inputs: Array(1_001).fill({ ref: 'a' }) },
      '$v.inputs',
    ],
    [
      'within a filter',
      'query ($v: RunFilter) { runs(filter: $v) { nodes { id } } }',
      { tags: Array(101).fill({ key: 'a', value: 'b' }) },
      '$v.tags',
    ],
    [
      'within a list',
      'mutation ($v: PublishFeatureSetInput!) { publishFeatureSet(input: $v) { created } }',
      {
        name: 'a',
        entity: 'b',
        features: [{ name: 'c', type: 'INT64', sources: Array(1_001).fill({ dataset: 'a', columns: ['b'] }) }],
      },
      '$v.features[0].sources',
    ],
  ])('is refused before anything is looked up: %s', async (_name, query, v, field) => {
    expect((await app.graphqlError(query, { v })).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([
    [
      'fields that there are not, by the thousand',
      'mutation ($v: UpdateNodeInput!) { updateNode(input: $v) { node { id } } }',
      Object.fromEntries(Array.from({ length: 9_000 }, (_, index) => [`ownr${index}`, 1])),
      '$v has "ownr0", which UpdateNodeInput doesn\'t take.',
    ],
    [
      'one such field beside long text',
      'mutation ($v: UpdateNodeInput!) { updateNode(input: $v) { node { id } } }',
      { id: 'a', description: 'x'.repeat(900_000), ownr: 1 },
      'Did you mean "owner"?',
    ],
    [
      'long text of the wrong type',
      'query ($v: [Ref!]!) { lineage(of: $v) { complete } }',
      Array(100).fill('x'.repeat(9_000)),
      'is not a reference',
    ],
    ['a list in a list', 'query ($v: [ID!]!) { nodes(ids: $v) { id } }', Array(50).fill(Array(2_000).fill('a')), '$v'],
  ])('is named in few words: %s', async (_name, query, v, message) => {
    const begin = process.cpuUsage();

    const { status, errors } = await app.graphqlAnswer(query, { v });

    expect(process.cpuUsage(begin).user / 1_000).toBeLessThan(1_500);
    expect(status).toBe(400);
    expect(errors[0]?.message).toContain(message);
    expect(JSON.stringify(errors).length).toBeLessThan(300_000);
  });

  it('says in its description how many it takes', async () => {
    const schema = buildSchema(await readFile(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'));
    const elements = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith('__')) return [];
      if (isInputObjectType(type)) return Object.values(type.getFields());
      return isObjectType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args) : [];
    });
    const lists = elements.filter(
      ({ type }) => isListType(isNonNullType(type) ? type.ofType : type) && !isEnumType(getNamedType(type)),
    );

    expect(lists.length).toBeGreaterThan(30);
    for (const { description } of lists) expect(description).toMatch(/at most \d/i);
  });
});
