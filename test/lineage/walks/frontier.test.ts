import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DATASET } from '../../../src/datasets/dataset-kinds.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type FixtureNode, insertGraph } from '../graphs/graph-fixture.js';
import { type Direction, type OracleEdge, walkOracle } from '../graphs/graph-oracle.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $limit: Int, $after: String) {
  lineage(of: $of, direction: $direction, depth: $depth, limit: $limit, after: $after) {
    nodes { node { id } } edges { from to } complete incompleteBecause
    frontier { direction hiddenNeighbours after node { id } }
  }
}`;

interface Page {
  readonly nodes: { node: { id: string } }[];
  readonly edges: { from: string; to: string }[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly frontier: { direction: Direction; hiddenNeighbours: number; after: string; node: { id: string } }[];
}

interface Question {
  readonly of: readonly string[];
  readonly direction: string;
  readonly after?: string;
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const ask = async (question: Question & { depth: number; limit: number }) =>
  (await app.graphql<{ lineage: Page }>(LINEAGE, { ...question })).lineage;

/** Follows frontiers until none is left, node by node or those that go on alike at once. */
async function follow(first: Question, limits: { depth: number; limit: number }, together: boolean) {
  const seen = { nodes: new Set<string>(), edges: new Set<string>() };
  const asked = new Set<string>();
  const questions: Question[] = [first];
  for (let question = questions.shift(); question !== undefined; question = questions.shift()) {
    const page = await ask({ ...question, ...limits });
    if (question.after !== undefined) expect(page.nodes.length).toBeGreaterThan(question.of.length);
    for (const { node } of page.nodes) seen.nodes.add(node.id);
    for (const { from, to } of page.edges) seen.edges.add(`${from} ${to}`);
    const next = new Map<string, Question & { of: string[] }>();
    for (const { node, direction, after } of page.frontier) {
      const key = `${node.id} ${direction} ${after}`;
      if (asked.has(key)) continue;
      asked.add(key);
      const group = together ? `${direction} ${after}` : key;
      next.set(group, { of: [...(next.get(group)?.of ?? []), node.id], direction, after });
    }
    questions.push(...next.values());
  }
  return seen;
}

const graph = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    links: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), {
      maxLength: 20,
      selector: ([src, dst]) => `${src} ${dst}`,
    }),
    /** A node with edges from or to all others. */
    hub: fc.option(fc.record({ node: fc.nat(size - 1), out: fc.boolean() }), { nil: undefined }),
    roots: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
    direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
    depth: fc.integer({ min: 1, max: 4 }),
    limit: fc.integer({ min: 1, max: 10 }),
    together: fc.boolean(),
  }),
);

describe('a frontier', () => {
  it('leads to everything, whatever the limit, through hubs and cycles, in every direction', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async ({ size, links, hub, roots, direction, depth, limit, together }) => {
        const star = hub === undefined ? [] : Array.from({ length: size }, (_, other) => [hub.node, other] as const);
        const pairs = [...links, ...star.map(([a, b]) => (hub?.out === true ? [a, b] : [b, a]) as [number, number])];
        const { nodes, edges } = await insertGraph(app, Array(size).fill(DATASET), drawing(pairs));
        const idOf = new Map(nodes.map(({ uuid, id }) => [uuid, id]));
        const starts = roots.map((index) => nodes[index] as FixtureNode);

        const seen = await follow({ of: starts.map(({ id }) => id), direction }, { depth, limit }, together);

        const directions: Direction[] = direction === 'BOTH' ? ['UPSTREAM', 'DOWNSTREAM'] : [direction as Direction];
        const uuids = starts.map(({ uuid }) => uuid);
        const closures = directions.map((way) => [...walkOracle(edges, uuids, way, 1_000, 1_000).depths.keys()]);
        expect(seen.nodes).toEqual(new Set(closures.flat().map((uuid) => idOf.get(uuid))));
        // Every edge of either closure; those from the one to the other only where one answer holds both ends.
        for (const closure of closures)
          for (const { src, dst } of edges)
            if (closure.includes(src) && closure.includes(dst))
              expect(seen.edges).toContain(`${idOf.get(src)} ${idOf.get(dst)}`);
      }),
      { numRuns: casesOf(25, 300) },
    );
  });

  it('says the depth, not the clock, of several roots in both directions', async () => {
    // 0 ─▶ 1 ─▶ 2 ─▶ 3 ─▶ 4
    const { nodes } = await insertGraph(app, Array(5).fill(DATASET), drawing([0, 1, 2, 3].map((at) => [at, at + 1])));
    const of = [nodes[1]?.id ?? '', nodes[3]?.id ?? ''];

    const page = await ask({ of, direction: 'BOTH', depth: 1, limit: 100 });

    expect(page).toMatchObject({ complete: true, incompleteBecause: null });
    const [middle] = await Promise.all([ask({ of: of.slice(0, 1), direction: 'BOTH', depth: 1, limit: 100 })]);
    expect(middle.incompleteBecause).toBe('DEPTH');
    expect(middle.frontier).toMatchObject([
      { node: { id: nodes[2]?.id }, direction: 'DOWNSTREAM', hiddenNeighbours: 1 },
    ]);
  });

  it('names the limit before the depth where both cut, and the depth alone where a greater limit would not help', async () => {
    // 0 ─▶ 1 ─▶ 2 ─▶ 3 and 4 ─▶ 5
    const { nodes } = await insertGraph(
      app,
      Array(6).fill(DATASET),
      drawing([
        [0, 1],
        [1, 2],
        [2, 3],
        [4, 5],
        [0, 5],
      ]),
    );
    const of = [nodes[0]?.id ?? ''];

    expect((await ask({ of, direction: 'DOWNSTREAM', depth: 1, limit: 2 })).incompleteBecause).toBe('NODE_LIMIT');
    expect((await ask({ of, direction: 'DOWNSTREAM', depth: 1, limit: 3 })).incompleteBecause).toBe('DEPTH');
  });

  it('is gone on from in its own direction only, by its own words', async () => {
    const { nodes } = await insertGraph(
      app,
      Array(3).fill(DATASET),
      drawing([
        [0, 1],
        [1, 2],
      ]),
    ); // prettier-ignore
    const of = [nodes[0]?.id ?? ''];
    const { frontier } = await ask({ of, direction: 'DOWNSTREAM', depth: 1, limit: 1 });
    const refused = (question: object) => app.graphqlError(LINEAGE, { of, depth: 1, limit: 1, ...question });

    const after = frontier[0]?.after;
    expect((await refused({ direction: 'UPSTREAM', after })).message).toContain('direction is UPSTREAM');
    expect((await refused({ direction: 'BOTH', after })).extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await refused({ direction: 'DOWNSTREAM', after: 'x' })).extensions).toMatchObject({ field: 'after' });
    expect((await refused({ direction: 'DOWNSTREAM', after, depth: 0 })).extensions).toMatchObject({ field: 'depth' });
  });
});

/** Draws links between inserted nodes, without loops on one node and each once. */
function drawing(pairs: readonly (readonly number[])[]) {
  return (nodes: readonly FixtureNode[]): (OracleEdge & { kind: string })[] => {
    const once = new Map(pairs.filter(([a, b]) => a !== b).map((pair) => [pair.join(), pair]));
    return [...once.values()].map(([a = 0, b = 0]) => ({
      src: nodes[a]?.uuid ?? '',
      dst: nodes[b]?.uuid ?? '',
      kind: 'INPUT',
      from: 0,
      to: undefined,
    }));
  };
}
