import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type FixtureNode, insertGraph, PLAIN_KINDS } from '../graphs/graph-fixture.js';
import { allPaths } from './path-oracle.js';

const PATHS = `query ($from: Ref!, $to: Ref!, $limit: Int) {
  lineagePaths(from: $from, to: $to, limit: $limit) {
    length exact hasNext complete nodes { label member node { id } } edges { from to kind }
  }
}`;

interface Answer {
  readonly lineagePaths: readonly {
    readonly length: number;
    readonly exact: boolean;
    readonly hasNext: boolean;
    readonly complete: boolean;
    readonly nodes: readonly { readonly member: string | null; readonly node: { readonly id: string } }[];
    readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
  }[];
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const graph = fc.integer({ min: 2, max: 8 }).chain((size) =>
  fc.record({
    kinds: fc.array(fc.constantFrom<NodeKind>(...PLAIN_KINDS), { minLength: size, maxLength: size }),
    links: fc.uniqueArray(
      fc.record({ src: fc.nat(size - 1), dst: fc.nat(size - 1), kind: fc.constantFrom('INPUT', 'OUTPUT') }),
      { maxLength: 28, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` },
    ),
    from: fc.nat(size - 1),
    to: fc.nat(size - 1),
    limit: fc.constantFrom(1, 2, 5, 100),
  }),
);

describe('the paths between two nodes', () => {
  it('are those that a search in memory finds by trying them all, in its order, through every ring', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async (given) => {
        const { nodes, edges } = await insertGraph(app, given.kinds, (made) =>
          given.links
            .filter(({ src, dst }) => src !== dst)
            .map(({ src, dst, kind }) => ({
              src: uuidOf(made, src),
              dst: uuidOf(made, dst),
              kind,
              from: 0,
              to: undefined,
            })),
        );
        const idOf = new Map(nodes.map(({ uuid, id }) => [uuid, id]));
        const plain = edges.map((edge) => ({ ...edge, kind: (edge as { kind?: string }).kind ?? '' }));
        const ends = [given.from, given.to].map((index) => ({ id: uuidOf(nodes, index), member: null }));
        const expected = allPaths(plain, ends[0] ?? NOWHERE, ends[1] ?? NOWHERE);

        const { lineagePaths } = await app.graphql<Answer>(PATHS, {
          from: nodes[given.from]?.id,
          to: nodes[given.to]?.id,
          limit: given.limit,
        });

        expect(lineagePaths.map((path) => path.nodes.map(({ node }) => node.id))).toEqual(
          expected.slice(0, given.limit).map(({ places }) => places.map(({ id }) => idOf.get(id))),
        );
        for (const [index, path] of lineagePaths.entries()) {
          const along = expected[index]?.places.map(({ id }) => id) ?? [];
          const wanted = along
            .slice(1)
            .flatMap((dst, hop) =>
              plain
                .filter((edge) => edge.src === along[hop] && edge.dst === dst)
                .map(({ kind }) => `${idOf.get(along[hop] ?? '')} ${idOf.get(dst)} ${kind}`),
            );
          expect(path.edges.map(({ from, to, kind }) => `${from} ${to} ${kind}`).sort()).toEqual(wanted.sort());
          expect(path).toMatchObject({ length: along.length - 1, exact: true, complete: true });
          expect(path.hasNext).toBe(index + 1 < expected.length);
        }
      }),
      { numRuns: casesOf(80, 1_000) },
    );
  });

  it('are found at once where there are more of them than anyone could count', async () => {
    // Twenty layers of five, each node leading to all of the next: 5^20 paths; and a ring through them all.
    const [layers, width] = [20, 5];
    const { nodes } = await insertGraph(app, Array<NodeKind>(layers * width + 2).fill('DATASET'), (made) => {
      const link = (src: number, dst: number) => ({
        src: uuidOf(made, src),
        dst: uuidOf(made, dst),
        kind: 'INPUT',
        from: 0,
        to: undefined,
      });
      const within = Array.from({ length: (layers - 1) * width * width }, (_, index) => {
        const layer = Math.floor(index / (width * width));
        return link(1 + layer * width + (index % width), 1 + (layer + 1) * width + (Math.floor(index / width) % width));
      });
      const into = Array.from({ length: width }, (_, index) => link(0, 1 + index));
      const out = Array.from({ length: width }, (_, index) =>
        link(1 + (layers - 1) * width + index, layers * width + 1),
      );
      return [...into, ...within, ...out, link(layers * width, 1)];
    });

    const { lineagePaths } = await app.graphql<Answer>(PATHS, {
      from: nodes[0]?.id,
      to: nodes[layers * width + 1]?.id,
      limit: 100,
    });

    expect(lineagePaths).toHaveLength(100);
    expect(new Set(lineagePaths.map((path) => JSON.stringify(path.nodes)))).toHaveProperty('size', 100);
    expect(lineagePaths.every(({ length, hasNext }) => length === layers + 1 && hasNext)).toBe(true);
  });

  it('refuses what is not there and what is out of range', async () => {
    const error = (args: string) => app.graphqlError(`{ lineagePaths(${args}) { length } }`);

    expect((await error('from: "nope", to: "nope"')).extensions.code).toBe('NOT_FOUND');
    const { nodes } = await insertGraph(app, ['DATASET'], () => []);
    const id = nodes[0]?.id;
    for (const limit of [0, 101, -1])
      expect(await error(`from: "${id}", to: "${id}", limit: ${limit}`)).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: 'limit' },
      });
    expect((await error(`from: "${id}", to: "${id}", asOf: "2001-01-01T00:00:00Z"`)).extensions.code).toBe('NOT_FOUND');
  });
});

const NOWHERE = { id: '', member: null };

function uuidOf(nodes: readonly FixtureNode[], index: number): string {
  return nodes[index]?.uuid ?? '';
}
