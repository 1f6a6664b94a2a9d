import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type Expression, fits, type KnownRun } from './expression-oracle.js';
import { makeRuns } from './expression-runs.js';

let app: AppUnderTest;

let known: readonly KnownRun[];

beforeAll(async () => {
  app = await startAppUnderTest();
  known = await makeRuns(app);
});

afterAll(() => app.close());

const list = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));

const metric = (index: number) => ({
  name: 'abc'[index % 3] ?? '',
  op: index % 2 === 0 ? 'GT' : 'LTE',
  value: index / 100,
});

const parameter = (index: number) => ({ name: index % 2 === 0 ? 'p' : 'q', op: 'NE', value: `${index}` });

const FILTERS: Readonly<Record<string, Expression>> = {
  'fifty alternatives': { or: list(50, (index) => ({ metrics: [metric(index) as never] })) },
  'a hundred conditions, all of them to hold': {
    and: list(5, (index) => ({
      metrics: list(10, (place) => metric(index + place) as never),
      parameters: list(10, (place) => parameter(index + place) as never),
    })),
  },
  'a hundred conditions, one of them to hold': {
    or: list(5, (index) => ({
      metrics: list(10, (place) => metric(index + place) as never),
      parameters: list(10, (place) => parameter(index + place) as never),
    })),
  },
  'two values of one parameter': {
    parameters: [parameter(0), parameter(0)].map((each, index) => ({ ...each, op: 'EQ', value: `${index}` })) as never,
  },
  'not of everything': { not: {} },
  'not of not of …': list(8, (index) => index).reduce<Expression>((inner) => ({ not: inner }), {
    statuses: ['RUNNING'],
  }),
};

describe('a filter that asks for much', () => {
  it.each(Object.entries(FILTERS))('finds what it should: %s', async (_, filter) => {
    const expected = known.filter((run) => fits(run, filter)).map(({ id }) => id);
    for (const orderBy of [[], [{ by: 'METRIC', name: 'no such metric' }], [{ by: 'METRIC', name: 'a', of: 'MAX' }]]) {
      const { runs } = await app.graphql<{ runs: { nodes: { id: string }[]; totalCount: number } }>(
        'query ($filter: RunFilter, $orderBy: [RunOrder!]) { runs(filter: $filter, orderBy: $orderBy) { nodes { id } totalCount } }',
        { filter, orderBy },
      );
      expect(runs.totalCount).toBe(expected.length);
      expect(runs.nodes.map(({ id }) => id).sort()).toEqual([...expected].sort());
    }
  });
});
