import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { expressions, ORDERS, type Order } from './expression-arbitraries.js';
import { type Expression, fits, type KnownRun, metricOf } from './expression-oracle.js';
import { makeRuns } from './expression-runs.js';

const RUNS = `query ($filter: RunFilter, $orderBy: [RunOrder!], $first: Int, $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

interface Runs {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

let app: AppUnderTest;

let known: readonly KnownRun[];

beforeAll(async () => {
  app = await startAppUnderTest();
  known = await makeRuns(app);
});

afterAll(() => app.close());

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
