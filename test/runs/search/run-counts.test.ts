// The service brings it in before all else; what is taken from within it here may come sooner.
import 'reflect-metadata';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Queryable } from '../../../src/platform/database/queryable.js';
import { StatementNames } from '../../../src/platform/database/statement-names.js';
import { countRuns } from '../../../src/runs/search/count-runs.js';
import { EVERY_RUN } from '../../../src/runs/search/run-reads.js';
import { casesOf } from '../../support/cases.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { expressions } from './expression-arbitraries.js';
import { fits, type KnownRun } from './expression-oracle.js';
import { makeRuns } from './expression-runs.js';

const COUNTS = `query ($filter: RunFilter) { runs(filter: $filter, first: 1) { totalCount facets {
  statuses { status count } types { type count } experiments { experiment count } createdBy { createdBy count } tags { key value count }
} } }`;

let app: AppUnderTest;

let known: readonly KnownRun[];

beforeAll(async () => {
  app = await startAppUnderTest();
  known = await makeRuns(app);
});

afterAll(() => app.close());

/** By the most common; those that are equally common by their text. */
function counted<Value extends object>(values: readonly Value[], textsOf: (value: Value) => readonly string[]) {
  const counts = new Map<string, { value: Value; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    counts.set(key, { value, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || (textsOf(a.value).join('\0') < textsOf(b.value).join('\0') ? -1 : 1))
    .map(({ value, count }) => ({ ...value, count }));
}

function facetsOf(runs: readonly KnownRun[]) {
  return {
    statuses: counted(
      runs.map(({ status }) => ({ status })),
      ({ status }) => [status],
    ),
    types: counted(
      runs.map(({ type }) => ({ type })),
      ({ type }) => [type],
    ),
    experiments: counted(
      runs.map(({ experiment }) => ({ experiment: experiment.name })),
      ({ experiment }) => [experiment],
    ),
    createdBy: counted(
      runs.map(({ createdBy }) => ({ createdBy })),
      ({ createdBy }) => [createdBy],
    ),
    tags: counted(
      runs.flatMap(({ tags }) => tags),
      ({ key, value }) => [value, key],
    ),
  };
}

describe('counts and facets of runs', () => {
  it('are those of all runs for which the filter holds, whatever page is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, async (filter) => {
        const { runs } = await app.graphql<{ runs: object }>(COUNTS, { filter });
        const expected = known.filter((run) => fits(run, filter));
        expect(runs).toEqual({ totalCount: expected.length, facets: facetsOf(expected) });
      }),
      { numRuns: casesOf(40, 2_000) },
    );
  });

  it('are counted only if they are asked for, and of the facets only those that are', async () => {
    const sent = (query: string) => recordStatements(app, () => app.graphql(query));
    expect((await sent('{ runs { nodes { id } pageInfo { endCursor } } }')).join()).not.toContain('count(*)');
    expect(await sent('{ runs { nodes { id } totalCount } }')).toHaveLength(2);
    const facets = (await sent('{ runs { facets { statuses { count } } } }')).join();
    expect(facets).toContain("'STATUS'");
    expect(facets).not.toMatch(/'TYPE'|'TAG'|'TOTAL'|jsonb_each_text/);
    expect(await sent('{ runs { facets { __typename } } }')).toHaveLength(1);
  });

  it('are there for the runs of an experiment and for the parts of a run too', async () => {
    const { experiment } = await app.graphql<{ experiment: object }>(
      '{ experiment(name: "exp-1") { runs(first: 1) { totalCount facets { experiments { experiment count } } } } }',
    );
    const count = known.filter(({ experiment }) => experiment.name === 'exp-1').length;
    const facets = { experiments: [{ experiment: 'exp-1', count }] };
    expect(experiment).toEqual({ runs: { totalCount: count, facets } });
    const { runs } = await app.graphql<{ runs: object }>('{ runs(first: 1) { nodes { children { totalCount } } } }');
    expect(runs).toEqual({ nodes: [{ children: { totalCount: 0 } }] });
  });

  it('give up after a while, and say what to do, where there is too much to count', async () => {
    const never: Queryable = {
      query: (_statement, _values, signal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('cancelled')))),
    };
    const question = { project: 'default', filter: EVERY_RUN, counted: ['TOTAL' as const] };
    const counted = countRuns(never, new StatementNames(), question, undefined, 1);
    await expect(counted).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('another filter'),
    });
  });

  it('cost what hundreds of fields do, so that few are asked at once', async () => {
    const lists = Array.from(
      { length: 1_000 },
      (_, index) => `r${index}: runs(first: 1) { facets { types { count } } }`,
    );
    await expect(app.graphql(`{ ${lists.join(' ')} }`)).rejects.toThrow(/TOO_COMPLEX|BAD_USER_INPUT/);
  });
});
