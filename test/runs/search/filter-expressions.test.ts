import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';
import { casesOf } from '../../support/cases.js';
import { RunClient } from '../run-client.js';
import { expressions, ORDERS, type Order } from './expression-arbitraries.js';
import { type Expression, fits, type KnownRun, metricOf } from './expression-oracle.js';

const RUNS = `query ($filter: RunFilter, $orderBy: [RunOrder!], $first: Int, $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

const KNOWN = `{ runs(first: 1000) { nodes {
  id name type status owner createdBy startedAt endedAt code { commit } tags { key value } parameters { name value }
  metrics { name last first min max best } inputs { node { label } } outputs { node { label } }
} } }`;

interface Runs {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const VALUES = [0.5, -1, 'NaN', 1, 'Infinity', 0.25, 0, '-Infinity'];
const TEXTS = ['1', '10', '9', 'ä', '0.5', 'x'];

let app: AppUnderTest;

let known: readonly KnownRun[];

beforeAll(async () => {
  app = await startAppUnderTest();
  for (const digest of ['sha256:a', 'sha256:b']) {
    await app.graphql(
      `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
      { input: { dataset: 'flights', digest, location: 's3://x/y', columns: [{ name: 'x', type: 'INT64' }] } },
    );
  }
  for (let index = 0; index < 36; index++) await makeRun(index);
  await app.graphql(
    `mutation { a: defineMetric(input: { name: "a", goal: MAX }) { metric { name } } b: defineMetric(input: { name: "b", goal: MIN }) { metric { name } } }`,
  );
  known = (await app.graphql<{ runs: { nodes: KnownRun[] } }>(KNOWN)).runs.nodes;
});

afterAll(() => app.close());

/** Values repeat and are missing here and there. */
async function makeRun(index: number): Promise<void> {
  const runs = new RunClient(app, { user: index % 2 === 0 ? 'ada' : 'bob' });
  const run = await runs.start({
    type: ['INGEST', 'TRAINING', 'EVALUATION'][index % 3],
    name: `run-${(index * 7) % 10}`,
    status: index % 5 === 0 ? 'PENDING' : 'RUNNING',
    ...(index % 3 === 0 && { owner: 'team-a' }),
    ...(index % 5 !== 0 && { startedAt: `2026-01-0${1 + (index % 4)}T00:00:00Z` }),
    ...(index % 4 !== 0 && { code: { repository: 'https://x', commit: `abc${index % 3}` } }),
    tags: [
      ...(index % 2 === 0 ? [{ key: 'k', value: `${index % 3}` }] : []),
      ...(index % 3 === 1 ? [{ key: "it's", value: TEXTS[index % 6] ?? '' }] : []),
    ],
    parameters: ['p', 'q']
      .filter((_, bit) => (index >> bit) % 2 === 0)
      .map((name) => ({ name, value: TEXTS[index % 6] })),
    inputs: index % 4 === 1 ? [{ ref: index % 8 === 1 ? 'flights@1' : 'flights@2' }] : [],
  });
  const names = ['a', 'b', 'c'].filter((_, bit) => (index + bit) % 3 !== 0);
  const metrics = names.flatMap((name, place) =>
    [0, 1].map((step) => ({ name, step, value: VALUES[(index * 3 + place + step * 5) % 8] })),
  );
  await runs.log(run, { metrics, outputs: index % 12 === 2 ? [{ ref: 'flights@2' }] : [] });
  if (index % 4 === 1 && index % 5 !== 0)
    await runs.finish(run, { status: 'FAILED', endedAt: `2026-01-0${3 + (index % 3)}T01:00:00Z` });
}

/** All pages, one after the other. */
async function walk(filter: Expression, orderBy: readonly object[], first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { runs }: { runs: Runs } = await app.graphql(RUNS, { filter, orderBy, first, after });
    ids.push(...runs.nodes.map(({ id }) => id));
    if (!runs.pageInfo.hasNextPage) return ids;
    after = runs.pageInfo.endCursor;
  }
}

describe('a filter of filters', () => {
  it('finds the runs for which it holds, and no others, in an order of any key', async () => {
    await fc.assert(
      fc.asyncProperty(
        expressions,
        fc.option(fc.constantFrom(...ORDERS)),
        fc.constantFrom('ASC', 'DESC'),
        async (filter, order, direction) => {
          const expected = known.filter((run) => fits(run, filter));
          const found = await walk(filter, order === null ? [] : [{ ...order, direction }], 100);
          expect(found).toEqual(sorted(expected, order, order !== null && direction === 'ASC').map(({ id }) => id));
        },
      ),
      { numRuns: casesOf(100, 10_000) },
    );
  });

  it('goes on behind each page where the page before ended, with every key', async () => {
    const filter = { or: [{ statuses: ['PENDING'] }, { not: { metrics: [{ name: 'a', op: 'GT', value: 0 }] } }] };
    const expected = known.filter((run) => fits(run, filter));
    for (const order of ORDERS)
      expect(await walk(filter, [{ ...order, direction: 'DESC' }], 4)).toEqual(
        sorted(expected, order, false).map(({ id }) => id),
      );
  });
});

function sorted(runs: readonly KnownRun[], order: Order | null, ascending: boolean): readonly KnownRun[] {
  const sign = ascending ? 1 : -1;
  return [...runs].sort((a, b) => {
    const [x, y] = order === null ? [null, null] : [keyOf(a, order), keyOf(b, order)];
    if (x !== y && (x === null || y === null)) return x === null ? 1 : -1;
    if (x !== y && x !== null && y !== null) return (x < y ? -1 : 1) * sign;
    return (a.id < b.id ? -1 : 1) * sign;
  });
}

/** Null where a run has none, and where it is NaN. */
function keyOf(run: KnownRun, order: Order): string | number | null {
  switch (order.by) {
    case 'METRIC': {
      const value = metricOf(run, order.name, 'of' in order ? order.of : 'LAST');
      return Number.isNaN(value) ? null : value;
    }
    case 'PARAMETER':
      return run.parameters.find(({ name }) => name === order.name)?.value ?? null;
    case 'TAG':
      return run.tags.find(({ key }) => key === order.name)?.value ?? null;
    case 'DURATION':
      return run.endedAt === null || run.startedAt === null
        ? null
        : Date.parse(run.endedAt) - Date.parse(run.startedAt);
    case 'STATUS':
      return run.status;
    case 'TYPE':
      return run.type;
    case 'OWNER':
      return run.owner;
    case 'CREATED_BY':
      return run.createdBy;
    case 'CREATED':
      return null;
  }
}
