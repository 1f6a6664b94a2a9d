import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql } from 'graphql';
import { sliceLists } from '../../../src/platform/graphql/lists/sliced-lists.js';

const SDL =
  'type Query { items(count: Int!): [Item!]! numbers(count: Int!): [Int] } type Item { id: Int! names: [String!]! odd: Int! }';
const COUNT = 2_000;

const rootValue = {
  items: ({ count }: { count: number }) => Array.from({ length: count }, (_, id) => itemOf(id)),
  numbers: async ({ count }: { count: number }) => Array.from({ length: count }, (_, number) => number),
};

function itemOf(id: number) {
  return {
    id,
    names: [`name ${id}`],
    odd: () => {
      if (id === 777) throw new Error('not odd');
      return id;
    },
  };
}

function ask(source: string, slice: boolean) {
  const schema = buildSchema(SDL);
  if (slice) sliceLists(schema);
  return graphql({ schema, source, rootValue, contextValue: {} });
}

describe('a long list', () => {
  it.each([
    `{ items(count: ${COUNT}) { id names } numbers(count: ${COUNT}) }`,
    '{ items(count: 199) { id } a: numbers(count: 201) b: numbers(count: 0) }',
    `{ items(count: ${COUNT}) { id odd } }`,
  ])('is answered as if it were made at once: %s', async (source) => {
    expect(JSON.stringify(await ask(source, true))).toBe(JSON.stringify(await ask(source, false)));
  });

  it('lets others be served while many of them are made', async () => {
    let turns = 0;
    const count = () => {
      turns++;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    const aliases = Array.from({ length: 12 }, (_, index) => `a${index}: items(count: ${COUNT}) { id names }`);
    const { errors } = await ask(`{ ${aliases.join(' ')} }`, true);
    clearImmediate(immediate);

    expect(errors).toBeUndefined();
    expect(turns).toBeGreaterThan(3);
  });
});
