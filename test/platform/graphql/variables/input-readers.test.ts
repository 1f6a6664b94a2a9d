import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, coerceInputValue, type GraphQLInputObjectType, parse } from 'graphql';
import { InputReaders } from '../../../../src/platform/graphql/variables/input-readers.js';
import { ReadVariables } from '../../../../src/platform/graphql/variables/read-variables.js';
import { casesOf } from '../../../support/cases.js';

const SDL = `
  scalar Any
  enum Goal { MAX MIN }
  input Point { name: String!, value: Float!, step: Int = 7, goal: Goal, any: Any }
  input Log { run: ID!, points: [Point!], inner: Log, grid: [[Int!]], flags: [Boolean]!, either: Either }
  input Either @oneOf { left: Int, right: String }
  type Query { log(input: Log!, point: Point, first: Int): Int }
`;
const schema = buildSchema(SDL);
const LOG = schema.getType('Log') as GraphQLInputObjectType;

const anything = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, 'MAX', 'other', 0, 1.5, -3, 2 ** 40, {}, [], [null]) },
  fc.jsonValue({ maxDepth: 2 }),
);
const mostly = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary }, anything);
const fields = (of: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.record(of, { requiredKeys }) },
    fc.record({ ...of, unknown: anything, constructor: anything }, { requiredKeys: [] }),
  );
const point = fields(
  {
    name: mostly(fc.string()),
    value: mostly(fc.double({ noNaN: true, noDefaultInfinity: true })),
    step: mostly(fc.integer()),
    goal: mostly(fc.constantFrom('MAX', 'MIN')),
    any: anything,
  },
  ['name', 'value'],
);
const { log } = fc.letrec<{ log: unknown }>((tie) => ({
  log: fields(
    {
      run: mostly(fc.oneof(fc.string(), fc.integer())),
      points: mostly(fc.array(mostly(point), { maxLength: 4 })),
      inner: fc.option(tie('log'), { depthSize: 'small' }),
      grid: mostly(fc.array(fc.array(fc.integer(), { maxLength: 2 }), { maxLength: 2 })),
      flags: mostly(fc.array(fc.option(fc.boolean()), { maxLength: 3 })),
    },
    ['run', 'flags'],
  ),
}));

/** What graphql-js makes of it; undefined: something is wrong. */
function coerced(given: unknown): unknown {
  let wrong = false;
  const value = coerceInputValue(given, LOG, () => {
    wrong = true;
  });
  return wrong ? undefined : value;
}

function read(given: unknown): unknown {
  try {
    return new InputReaders().of(LOG)(given);
  } catch {
    return undefined;
  }
}

describe('InputReaders', () => {
  it('reads as graphql-js does, or leaves it to that', () => {
    let plain = 0;
    fc.assert(
      fc.property(log, (given) => {
        const expected = coerced(given);
        const found = read(given);
        if (found === undefined) return;
        plain++;
        expect(found).toEqual(expected);
        expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
      }),
      { numRuns: casesOf(1_000, 100_000) },
    );
    expect(plain).toBeGreaterThan(casesOf(100, 10_000));
  });

  it('leaves lists to graphql-js that stand for one item, that are too long, and inputs of which one field counts', () => {
    const plain = { run: 'a', flags: [true] };
    expect(read({ ...plain, points: [{ name: 'a', value: 1 }] })).toEqual({
      ...plain,
      points: [{ name: 'a', value: 1, step: 7 }],
    });
    expect(read({ ...plain, flags: true })).toBeUndefined();
    expect(read({ ...plain, flags: Array(1_001).fill(true) })).toBeUndefined();
    expect(read({ ...plain, either: { left: 1 } })).toBeUndefined();
    expect(read({ ...plain, run: undefined })).toBeUndefined();
  });
});

describe('ReadVariables', () => {
  const reading = new ReadVariables(buildSchema(SDL));
  const readAll = (text: string, variables: Record<string, unknown>) => {
    const document = parse(text);
    const [operation] = document.definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
    return reading.read(document, operation, variables);
  };

  it('reads operations all of whose variables are inputs that are there', () => {
    const input = { run: 'a', flags: [] };
    const both = 'query ($input: Log!, $point: Point) { log(input: $input, point: $point) }';
    expect(readAll(both, { input, point: { name: 'p', value: 1 } })?.variables).toEqual({
      input,
      point: { name: 'p', value: 1, step: 7 },
    });
    expect(readAll(both, { input })).toBeUndefined();
    expect(readAll(both, { input: null, point: null })).toBeUndefined();
    expect(readAll('query ($input: Log!, $n: Int) { log(input: $input, first: $n) }', { input, n: 1 })).toBeUndefined();
    expect(readAll('{ log(input: { run: "a", flags: [] }) }', {})).toBeUndefined();
  });
});
