import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ageLists, changeLists } from './change-lists.js';
import { DATASET_FAMILY, FEATURE_FAMILY, MODEL_FAMILY } from './families.js';
import { type Expression, expressions, fits } from './filter-oracle.js';
import { knownLists } from './known-lists.js';
import type { Family, KnownVersion, Listed } from './listed-family.js';
import { type AskedOrder, askedOrders, counted, inOrder, type Orders } from './order-oracle.js';
import { type SeededRuns, seedLists } from './seed-lists.js';

interface Page {
  readonly list: {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
    readonly facets: Readonly<Record<string, readonly object[]>>;
  };
}

/** The names one way, and what has the same the other way. */
const AGAINST: AskedOrder[] = [
  { by: 'NAME', direction: 'DESC' },
  { by: 'CREATED', direction: 'ASC' },
];

let app: AppUnderTest;
let runs: SeededRuns;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = await seedLists(app);
});

afterAll(() => app.close());

function ordersOf(family: Family<KnownVersion>, at: number): Orders<Listed<KnownVersion>> {
  const ofVersion = Object.entries(family.orders).map(
    ([by, value]) => [by, ({ meant }: Listed<KnownVersion>, name: string) => meant && value(meant, name)] as const,
  );
  return {
    NAME: ({ name }) => name,
    UPDATED: ({ updated }) => updated,
    OWNER: ({ owner }) => owner,
    CREATED_BY: ({ createdBy }) => createdBy,
    TAG: ({ tags }, name) => tags.find(({ key }) => key === name)?.value,
    VERSION: ({ meant }) => meant?.version,
    ...(at === 0 && { LAST_VERSION: ({ meant }: Listed<KnownVersion>) => meant?.createdAt }),
    ...Object.fromEntries(ofVersion),
  };
}

/** All pages, one after the other. */
async function walk(
  list: string,
  filter: Expression | null,
  order: readonly AskedOrder[] | null,
  first: number,
  asOf: string | null = null,
): Promise<string[]> {
  const type = `${list[0]?.toUpperCase()}${list.slice(1, -1)}`;
  const text = `query ($filter: NodeFilter, $order: [${type}Order!], $first: Int, $after: String, $asOf: DateTime) {
    list: ${list}(filter: $filter, order: $order, first: $first, after: $after, asOf: $asOf) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { list: page }: Page = await app.graphql(text, { filter, order, first, after, asOf });
    ids.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) return ids;
    after = page.pageInfo.endCursor;
  }
}

const FACETS = 'owners { value count } createdBy { value count } tags { key value count }';

const FAMILIES = [MODEL_FAMILY, DATASET_FAMILY, FEATURE_FAMILY] as unknown as Family<KnownVersion>[];

describe.each(FAMILIES)('the lists $lists', (family) => {
  let known: readonly (readonly Listed<KnownVersion>[])[];
  const { asked, field } = family;

  beforeAll(async () => {
    known = await knownLists(app, family, runs);
  });

  it('give what a filter of filters asks, and nothing else, in any order, page by page', async () => {
    const orders = [0, 1].map((at) => askedOrders(ordersOf(family, at)));
    const cases = fc
      .tuple(expressions(field, asked), fc.integer({ min: 0, max: 1 }), fc.constantFrom(3, 100))
      .chain(([filter, at, first]) => fc.tuple(fc.constant({ filter, at, first }), orders[at] as (typeof orders)[0]));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ filter, at, first }, order]) => {
        const fitting = (known[at] ?? []).filter((node) => fits(node, filter, family.fits));
        expect(await walk(family.lists[at] ?? '', filter, order, first)).toEqual(
          inOrder(fitting, order, ordersOf(family, at)).map(({ id }) => id),
        );
      }),
      { numRuns: casesOf(40, 10_000), examples: [[[{ filter: {}, at: 0, first: 3 }, AGAINST]]] },
    );
  });

  it('count what fits, and what values that has', async () => {
    await fc.assert(
      fc.asyncProperty(expressions(field, asked), fc.integer({ min: 0, max: 1 }), async (filter, at) => {
        const fitting = (known[at] ?? []).filter((node) => fits(node, filter, family.fits));
        const names = Object.keys(family.facets);
        const own = names.map((name) => `${name} { value count }`).join(' ');
        const { list } = await app.graphql<Page>(
          `query ($filter: NodeFilter) { list: ${family.lists[at]}(filter: $filter, first: 1) { totalCount facets { ${FACETS} ${own} } } }`,
          { filter },
        );
        expect(list.totalCount).toBe(fitting.length);
        expect(list.facets.owners).toEqual(counted(fitting.map(({ owner }) => owner)));
        expect(list.facets.createdBy).toEqual(counted(fitting.map(({ createdBy }) => createdBy)));
        const tags = fitting.flatMap((node) => node.tags.map(({ key, value }) => `${value}\0${key}`));
        expect(list.facets.tags).toEqual(
          counted(tags).map(({ value: text, count }) => {
            const [value, key] = text.split('\0');
            return { key, value, count };
          }),
        );
        for (const [name, valuesOf] of Object.entries(family.facets))
          expect(list.facets[name]).toEqual(counted(fitting.flatMap((node) => valuesOf(node, node.meant))));
      }),
      { numRuns: casesOf(8, 1_000) },
    );
  });
});

describe('as of a time, when all of it was otherwise,', () => {
  const before = new Map<string, Awaited<ReturnType<typeof knownLists<KnownVersion>>>>();
  let then: string;

  beforeAll(async () => {
    await ageLists(app);
    for (const family of FAMILIES) before.set(family.field, await knownLists(app, family, runs));
    then = new Date().toISOString();
    await sleep(5);
    await changeLists(app, runs);
  });

  it.each(FAMILIES)('the lists $lists give what they gave then', async (family) => {
    const { lists, field, asked } = family;
    const at = fc.integer({ min: 0, max: 1 });
    const orders = [0, 1].map((of) => askedOrders(ordersOf(family, of)));
    const cases = fc
      .tuple(expressions(field, asked), at, fc.constantFrom(3, 100))
      .chain(([filter, of, first]) => fc.tuple(fc.constant({ filter, of, first }), orders[of] as (typeof orders)[0]));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ filter, of, first }, order]) => {
        const fitting = (before.get(field)?.[of] ?? []).filter((node) => fits(node, filter, family.fits));
        expect(await walk(lists[of] ?? '', filter, order, first, then)).toEqual(
          inOrder(fitting, order, ordersOf(family, of)).map(({ id }) => id),
        );
      }),
      { numRuns: casesOf(20, 5_000) },
    );
  });
});
