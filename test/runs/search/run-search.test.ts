import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KindRegistry } from '../../../src/graph/nodes/kinds/kind-registry.js';
import { toPublicId } from '../../../src/graph/nodes/node-id.js';
import { References } from '../../../src/graph/references/references.js';
import { encodeCursor } from '../../../src/platform/database/keyset.js';
import { StatementNames } from '../../../src/platform/database/statement-names.js';
import { resolveRunFilter } from '../../../src/runs/filters/resolve-run-filter.js';
import type { RunCondition } from '../../../src/runs/filters/run-filter.sql.js';
import { RUN } from '../../../src/runs/record/run-kinds.js';
import { runColumns } from '../../../src/runs/record/run-row.js';
import { RUNS as ROOM } from '../../../src/runs/runs.module.js';
import type { ResolvedOrder } from '../../../src/runs/search/run-order.sql.js';
import { searchRuns } from '../../../src/runs/search/run-search.sql.js';
import { SEARCH_STEPS, type SearchSteps } from '../../../src/runs/search/ways/section.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type AnsweredRun, RunClient } from '../run-client.js';
import { type Filter, type KnownRun, type Order, searchNaively } from '../run-oracle.js';
import { RUNS, type Runs } from './runs-query.js';

const CREATORS = ['ada', 'bob'];
const TYPES = ['INGEST', 'TRAINING', 'EVALUATION'];
const VALUES = ['1', '10', '9', 'ä', 'x'.repeat(200), 'x'.repeat(200).concat('y')];

/** Of 48 runs: all in one window; one that ends early, and then each of the ways there are, as they come, of which a walk that gives up is not taken again. */
const STEPS: readonly SearchSteps[] = [
  { ...SEARCH_STEPS, window: 100 },
  { ...SEARCH_STEPS, window: 9 },
  ...[0, 0.3, 0.6, 0.99].map(
    (place): SearchSteps => ({
      window: 2,
      sortsAtOnce: () => false,
      choose: (plans) => plans[Math.floor(place * plans.length)] ?? fail(),
    }),
  ),
];

let app: AppUnderTest;

let known: KnownRun[];

beforeAll(async () => {
  app = await startAppUnderTest();
  const parents: AnsweredRun[] = [];
  for (let index = 0; index < 48; index++) parents.push(await makeRun(index, parents));
  const doomed = parents.filter((_, index) => index % 11 === 5);
  for (const { id } of doomed)
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id });
  const { runs } = await app.graphql<{ runs: Runs }>(RUNS, { first: 1000, filter: { includeDeleted: true } });
  known = runs.nodes.map((node) => ({ ...node, experiment: node.experiment.name, parent: node.parent?.id ?? null }));
});

afterAll(() => app.close());

/** Values repeat and are missing here and there, so that every order has ties and runs without a key. */
async function makeRun(index: number, parents: readonly AnsweredRun[]): Promise<AnsweredRun> {
  const runs = new RunClient(app, { user: CREATORS[index % 2] ?? '' });
  const run = await runs.start({
    type: TYPES[index % 3],
    name: `run-${(index * 7) % 10}`,
    experiment: `exp-${index % 4}`,
    status: index % 5 === 0 ? 'PENDING' : 'RUNNING',
    ...(index % 6 === 3 && { parent: parents[index % 4]?.id }),
    ...(index % 3 === 0 && { owner: 'team-a' }),
    ...(index % 5 !== 0 && { startedAt: `2026-01-0${1 + (index % 7)}T00:00:00Z` }),
    tags: index % 2 === 0 ? [{ key: 'k', value: `${index % 3}` }] : [],
    parameters: ['p', 'q']
      .filter((_, bit) => (index >> bit) % 2 === 0)
      .map((name) => ({ name, value: VALUES[(index * 5) % 6] ?? '' })),
  });
  const metrics = ['a', 'b']
    .filter((_, bit) => (index >> bit) % 3 !== 0)
    .map((name) => ({ name, value: ((index * 3) % 5) / 2 - 1 }));
  const logged = await runs.log(run, { metrics });
  return index % 4 === 1 && index % 5 !== 0
    ? runs.finish(run, { status: 'FAILED', endedAt: `2026-02-0${1 + (index % 3)}T00:00:00Z` })
    : logged;
}

/** All pages of a search, one after the other. */
async function walk(filter: Filter, orderBy: readonly Order[], first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { runs }: { runs: Runs } = await app.graphql(RUNS, { filter, orderBy, first, after });
    ids.push(...runs.nodes.map(({ id }) => id));
    if (!runs.pageInfo.hasNextPage) return ids;
    expect(runs.nodes).toHaveLength(first);
    after = runs.pageInfo.endCursor;
  }
}

const metricCondition = fc.record({
  name: fc.constantFrom('a', 'b', 'none'),
  op: fc.constantFrom('LT', 'LTE', 'EQ', 'GTE', 'GT'),
  value: fc.constantFrom(-1, -0.5, 0, 0.25, 0.5, 1),
});

const parameterCondition = fc.record({ name: fc.constantFrom('p', 'q'), value: fc.constantFrom(...VALUES) });

const pick = (read: (run: KnownRun) => string) => fc.nat(47).map((index) => read(known[index] ?? fail()));

/** Mostly few conditions at once, or hardly a run would fit. */
const filters: fc.Arbitrary<Filter> = fc
  .record({
    experiment: fc.constantFrom('exp-0', 'exp-1'),
    parent: fc.nat(3).map((index) => [...known].sort((a, b) => (a.id < b.id ? -1 : 1))[index]?.id ?? fail()),
    types: fc.subarray(TYPES),
    statuses: fc.subarray(['PENDING', 'RUNNING', 'FAILED']),
    metrics: fc.array(metricCondition, { minLength: 1, maxLength: 3 }),
    parameters: fc.array(parameterCondition, { minLength: 1, maxLength: 2 }),
    nameContains: fc.constantFrom('run', '-3', '%'),
    tags: fc.constantFrom([{ key: 'k', value: '1' }], [{ key: 'none', value: '' }]),
    owner: fc.constantFrom('team-a', 'nobody'),
    createdBy: fc.constantFrom(...CREATORS),
    createdFrom: pick((run) => run.createdAt),
    createdBefore: pick((run) => run.createdAt),
    includeDeleted: fc.boolean(),
  })
  .chain((all) =>
    fc.subarray(Object.entries(all), { maxLength: 3 }).map((entries): Filter => Object.fromEntries(entries)),
  );

const order: fc.Arbitrary<Order> = fc
  .record({
    key: fc.constantFrom(
      ['CREATED'],
      ['STARTED'],
      ['ENDED'],
      ['NAME'],
      ['METRIC', 'a'],
      ['METRIC', 'b'],
      ['METRIC', 'none'],
      ['PARAMETER', 'p'],
      ['PARAMETER', 'q'],
    ),
    direction: fc.constantFrom('ASC', 'DESC'),
  })
  .map(({ key: [by = '', name], direction }) => ({ by, ...(name !== undefined && { name }), direction }));

function fail(): never {
  throw new Error('no such run');
}

describe('a search of runs', () => {
  it('gives the runs that a naive search gives, in its order, whatever the filter, the order and the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.array(order, { maxLength: 3 }),
        fc.integer({ min: 3, max: 20 }),
        async (filter, orderBy, first) => {
          expect(await walk(filter, orderBy, first)).toEqual(searchNaively(known, filter, orderBy));
        },
      ),
      { numRuns: casesOf(15, 120) },
    );
  });

  it('finds the same whether it begins with few runs, with a window in the order, or with sets of all that fit', async () => {
    const caller = {
      project: 'default',
      user: 'ada',
      keyId: null,
      seen: undefined,
      signal: new AbortController().signal,
      door: 'SERVICE' as const,
      requestId: null,
      requireWaiting: () => undefined,
      demand: () => undefined,
      may: () => true,
    };
    const references = new References(new KindRegistry(ROOM.kinds ?? []));
    const withLogged = fc.record(
      {
        metrics: fc.array(metricCondition, { maxLength: 2 }),
        parameters: fc.array(parameterCondition, { maxLength: 1 }),
        types: fc.subarray(TYPES, { minLength: 1 }),
        createdBy: fc.constantFrom(...CREATORS),
        nameContains: fc.constantFrom('run', '-3'),
        includeDeleted: fc.boolean(),
      },
      { requiredKeys: ['metrics', 'parameters'] },
    );
    await fc.assert(
      fc.asyncProperty(withLogged, fc.array(order, { maxLength: 2 }), async (filter, orderBy) => {
        const resolved = await resolveRunFilter(app.database, references, caller, filter as never);
        const expected = searchNaively(known, filter, orderBy);
        for (const narrow of resolved.tests)
          expect(await walkWith({ ...resolved, narrow }, orderBy as never, SEARCH_STEPS)).toEqual(expected);
        for (const steps of STEPS)
          expect(await walkWith({ ...resolved, narrow: undefined }, orderBy as never, steps)).toEqual(expected);
      }),
      { numRuns: casesOf(8, 60) },
    );
  });

  const names = new StatementNames();

  async function walkWith(
    filter: RunCondition,
    orderBy: readonly ResolvedOrder[],
    steps: SearchSteps,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | undefined; ; ) {
      const found = await searchRuns(app.database, names, {
        project: 'default',
        filter,
        orderBy,
        page: { first: 5, after },
        columns: runColumns(),
        steps,
      });
      const page = found.slice(0, 5);
      ids.push(...page.map(({ run }) => toPublicId(RUN, run.nodeId)));
      if (found.length <= 5) return ids;
      after = encodeCursor(page.at(-1)?.place ?? []);
    }
  }

  it('keeps to its project', async () => {
    await app.graphql('mutation { createProject(input: { name: "elsewhere" }) { project { name } } }');
    const elsewhere = new RunClient(app, { project: 'elsewhere' });
    await elsewhere.log(await elsewhere.start({ parameters: [{ name: 'p', value: '1' }] }), {
      metrics: [{ name: 'a', value: 0 }],
    });

    for (const filter of [
      {},
      { metrics: [{ name: 'a', op: 'LT', value: 9 }] },
      { parameters: [{ name: 'p', value: '1' }] },
    ]) {
      const { runs } = await app.graphql<{ runs: Runs }>(
        RUNS,
        { filter, orderBy: [{ by: 'METRIC', name: 'a' }] },
        { project: 'elsewhere' },
      );
      expect(runs.nodes).toHaveLength(1);
    }
  });
});
