import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

interface DatasetPage {
  readonly edges: readonly { cursor: string; node: { name: string } }[];
  readonly nodes: readonly { name: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const PAGE = `
  query ($first: Int, $after: String, $orderBy: NodeOrder, $filter: NodeFilter) {
    datasets(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
      edges { cursor node { name } } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

/** Registered in this order, which is not that of their names; "a.b" < "a_b" < "aa" only where bytes decide. */
const NAMES = ['m', 'aa', 'a_b', 'a.b', 'z', 'a-b', 'b', 'a', 'zz', 'c.d', 'c_d', 'cd', 'k9', 'k10', 'k1'];

let app: AppUnderTest;
let seed: Seed;
let inserted = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new Seed(app);
  for (const name of NAMES) await seed.datasetVersion(name);
});

afterAll(() => app.close());

async function page(variables: Record<string, unknown>): Promise<DatasetPage> {
  return (await app.graphql<{ datasets: DatasetPage }>(PAGE, variables)).datasets;
}

/** All pages, one after the other; `between` runs before each further page. */
async function walk(variables: Record<string, unknown>, between: () => Promise<void>): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { nodes, edges, pageInfo }: DatasetPage = await page({ ...variables, after });
    expect(edges.map(({ node }) => node)).toEqual(nodes);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([
      edges[0]?.cursor ?? null,
      edges.at(-1)?.cursor ?? null,
    ]);
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    names.push(...nodes.map(({ name }) => name));
    if (!pageInfo.hasNextPage) return names;
    after = pageInfo.endCursor;
    await between();
  }
}

describe('walking the pages of a list', () => {
  it.each([
    ['NEWEST', NAMES.toReversed()],
    ['OLDEST', NAMES],
    ['NAME', NAMES.toSorted()],
  ])(
    'in the order %s gives every item once, whatever the page size and whoever inserts meanwhile',
    async (orderBy, expected) => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.constantFrom('a', 'm', 'zzz'), async (first, prefix) => {
          let left = 3;
          const insert = async () => {
            if (left-- > 0) await seed.datasetVersion(`${prefix}new${++inserted}`);
          };

          const names = await walk({ first, orderBy }, insert);

          expect(new Set(names).size).toBe(names.length);
          expect(names.filter((name) => NAMES.includes(name))).toEqual(expected);
        }),
        { numRuns: 6 },
      );
    },
  );

  it('gives an empty page without cursors where nothing fits', async () => {
    expect(await page({ filter: { nameContains: 'nothing' } })).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('has no next page when the last page is exactly full', async () => {
    const { nodes, pageInfo } = await page({ first: 3, filter: { nameContains: 'k1' } });
    const full = await page({ first: 2, filter: { nameContains: 'k1' } });

    expect([nodes.length, pageInfo.hasNextPage]).toEqual([2, false]);
    expect([full.nodes.length, full.pageInfo.hasNextPage]).toEqual([2, false]);
  });

  it.each([0, -1, 1001])('refuses pages of %s', async (first) => {
    const error = await app.graphqlError(PAGE, { first });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first', found: first });
  });

  it.each([
    ['text that is no cursor', 'tomorrow'],
    ['a cursor of another list', Buffer.from('["1","2","3"]').toString('base64url')],
    ['a cursor made up of the wrong types', Buffer.from('[1,{}]').toString('base64url')],
    ['a cursor whose id is no id', Buffer.from('["a","b"]').toString('base64url')],
  ])('refuses %s', async (_, after) => {
    const error = await app.graphqlError(PAGE, { after });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after', found: after });
    expect(error.message).toContain('cursor');
  });
});
