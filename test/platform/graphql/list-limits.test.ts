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
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';

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
      'input.inputs',
    ],
    [
      'within a filter',
      'query ($v: RunFilter) { runs(filter: $v) { nodes { id } } }',
      { tags: Array(101).fill({ key: 'a', value: 'b' }) },
      'filter.tags',
    ],
    [
      'within a list',
      'mutation ($v: PublishFeatureSetInput!) { publishFeatureSet(input: $v) { created } }',
      {
        name: 'a',
        entity: 'b',
        features: [{ name: 'c', type: 'INT64', sources: Array(1_001).fill({ dataset: 'a', columns: ['b'] }) }],
      },
      'input.features[0].sources',
    ],
  ])('is refused before anything is looked up: %s', async (_name, query, v, field) => {
    expect((await app.graphqlError(query, { v })).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
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
