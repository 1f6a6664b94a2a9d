import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type FixtureNode, insertGraph, PLAIN_KINDS, timeOf } from '../graphs/graph-fixture.js';
import { type Direction, edgesAt, type OracleEdge, type OracleWalk, walkOracle } from '../graphs/graph-oracle.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $kinds: [NodeKind!], $asOf: DateTime, $limit: Int, $after: String) {
  lineage(of: $of, direction: $direction, depth: $depth, kinds: $kinds, asOf: $asOf, limit: $limit, after: $after) {
    roots { id } nodes { depth upstreamCount downstreamCount node { id } } edges { from to kind }
    complete incompleteBecause frontier { direction hiddenNeighbours after node { id } }
    ...Compact
  }
  packed: lineage(of: $of, direction: $direction, depth: $depth, kinds: $kinds, asOf: $asOf, limit: $limit, after: $after) { ...Compact }
}
fragment Compact on LineageGraph { compact complete incompleteBecause depth }`;

interface Answer {
  readonly roots: { id: string }[];
  readonly nodes: { depth: number; upstreamCount: number; downstreamCount: number; node: { id: string } }[];
  readonly edges: { from: string; to: string; kind: string }[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly frontier: { direction: Direction; hiddenNeighbours: number; after: string; node: { id: string } }[];
}

interface Answers {
  readonly lineage: Answer;
  /** The compact form alone, which another statement answers. */
  readonly packed: Partial<Answer>;
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const graph = fc.integer({ min: 2, max: 12 }).chain((size) =>
  fc.record({
    kinds: fc.array(fc.constantFrom<NodeKind>(...PLAIN_KINDS), { minLength: size, maxLength: size }),
    links: fc.uniqueArray(
      fc.record({
        src: fc.nat(size - 1),
        dst: fc.nat(size - 1),
        kind: fc.constantFrom('INPUT', 'OUTPUT'),
        from: fc.nat(5),
        lasts: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      }),
      {
        maxLength: 30,
        selector: ({ src, dst, kind, lasts }) => `${src} ${dst} ${kind} ${lasts === undefined ? 'now' : lasts}`,
      },
    ),
    roots: fc.array(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
    direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
    depth: fc.nat(6),
    limit: fc.integer({ min: 1, max: 14 }),
    kindsAsked: fc.option(fc.uniqueArray(fc.constantFrom<NodeKind>(...PLAIN_KINDS), { minLength: 1 }), {
      nil: undefined,
    }),
    asOf: fc.option(fc.nat(12), { nil: undefined }),
  }),
);

/** Draws the generated links between inserted nodes, without loops on one node. */
function linksBetween(
  links: readonly { src: number; dst: number; kind: string; from: number; lasts: number | undefined }[],
) {
  return (nodes: readonly FixtureNode[]) =>
    links
      .filter(({ src, dst }) => src !== dst)
      .map(({ src, dst, kind, from, lasts }) => ({
        src: nodes[src]?.uuid ?? '',
        dst: nodes[dst]?.uuid ?? '',
        kind,
        from,
        to: lasts === undefined ? undefined : from + lasts,
      }));
}

describe('a walk', () => {
  it('answers what a naive search in memory answers, in every direction, at every time, with every limit', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async (given) => {
        const { nodes, edges } = await insertGraph(app, given.kinds, linksBetween(given.links));
        const roots = [...new Set(given.roots)].map((index) => nodes[index] as FixtureNode);
        const limit = Math.max(given.limit, roots.length);
        const asked = {
          of: given.roots.map((index) => nodes[index]?.id),
          direction: given.direction,
          depth: given.depth,
          limit,
          kinds: given.kindsAsked,
          asOf: given.asOf === undefined ? undefined : timeOf(given.asOf),
        };

        const { lineage, packed } = await app.graphql<Answers>(LINEAGE, asked);

        const holding = edgesAt(edges, given.asOf);
        const expected = expectedAnswer(nodes, holding, roots, given.direction, given.depth, limit, given.kindsAsked);
        expect(new Map(lineage.nodes.map(({ node, depth }) => [node.id, depth]))).toEqual(expected.depths);
        expect(new Set(lineage.edges.map(({ from, to, kind }) => `${from} ${to} ${kind}`))).toEqual(expected.edges);
        expect(new Map(lineage.frontier.map((it) => [`${it.node.id} ${it.direction}`, it.hiddenNeighbours]))).toEqual(
          expected.hidden,
        );
        expect(lineage.complete).toBe(expected.hidden.size === 0);
        expect(lineage.incompleteBecause).toBe(expected.incompleteBecause);
        for (const { node, upstreamCount, downstreamCount } of lineage.nodes) {
          expect([upstreamCount, downstreamCount]).toEqual(degreesOf(nodes, holding, node.id));
        }
        expect(lineage).toMatchObject(packed);
        for (const { node, after, direction } of lineage.frontier.slice(0, 1)) {
          const further = await app.graphql<Answers>(LINEAGE, { ...asked, of: [node.id], direction, after, depth: 2 });
          expect(further.lineage).toMatchObject(further.packed);
        }
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  });
});

function expectedAnswer(
  nodes: readonly FixtureNode[],
  edges: readonly OracleEdge[],
  roots: readonly FixtureNode[],
  direction: string,
  depth: number,
  limit: number,
  kinds: readonly NodeKind[] | undefined,
) {
  const starts = roots.map(({ uuid }) => uuid);
  const walks =
    direction === 'BOTH'
      ? bothWays(edges, starts, depth, limit)
      : [{ ...walkOracle(edges, starts, direction as Direction, depth, limit), direction }];
  const depths = new Map<string, number>();
  const hidden = new Map<string, number>();
  for (const walk of walks) {
    for (const [uuid, at] of walk.depths) depths.set(uuid, Math.min(at, depths.get(uuid) ?? at));
    for (const [uuid, count] of walk.hidden) hidden.set(`${publicId(nodes, uuid)} ${walk.direction}`, count);
  }
  const kindOf = new Map(nodes.map(({ uuid, kind }) => [uuid, kind]));
  const chosen = [...depths].filter(([uuid]) => kinds === undefined || kinds.includes(kindOf.get(uuid) as NodeKind));
  const inside = new Set(chosen.map(([uuid]) => uuid));
  return {
    depths: new Map(chosen.map(([uuid, at]) => [publicId(nodes, uuid), at])),
    hidden,
    incompleteBecause: whyIncomplete(walks, depth),
    edges: new Set(
      edges
        .filter(({ src, dst }) => inside.has(src) && inside.has(dst))
        .map(
          (edge) =>
            `${publicId(nodes, edge.src)} ${publicId(nodes, edge.dst)} ${(edge as OracleEdge & { kind: string }).kind}`,
        ),
    ),
  };
}

/** The upstream half takes what it needs of the limit, the downstream half the rest. */
function bothWays(edges: readonly OracleEdge[], roots: readonly string[], depth: number, limit: number) {
  const upstream = walkOracle(edges, roots, 'UPSTREAM', depth, limit);
  const rest = Math.max(roots.length, limit - upstream.depths.size + roots.length);
  const downstream = walkOracle(edges, roots, 'DOWNSTREAM', depth, rest);
  return [
    { ...upstream, direction: 'UPSTREAM' },
    { ...downstream, direction: 'DOWNSTREAM' },
  ];
}

/** No clock cuts walks this small: what was hidden short of the depth, the limit hid. */
function whyIncomplete(walks: readonly OracleWalk[], depth: number): string | null {
  const cutAt = walks.flatMap(({ depths, hidden }) => [...hidden.keys()].map((id) => depths.get(id) ?? 0));
  if (cutAt.length === 0) return null;
  return cutAt.some((at) => at < depth) ? 'NODE_LIMIT' : 'DEPTH';
}

function degreesOf(nodes: readonly FixtureNode[], edges: readonly OracleEdge[], id: string): [number, number] {
  const uuid = nodes.find((node) => node.id === id)?.uuid;
  const upstream = new Set(edges.filter(({ dst }) => dst === uuid).map(({ src }) => src));
  const downstream = new Set(edges.filter(({ src }) => src === uuid).map(({ dst }) => dst));
  return [upstream.size, downstream.size];
}

function publicId(nodes: readonly FixtureNode[], uuid: string): string {
  return nodes.find((node) => node.uuid === uuid)?.id ?? uuid;
}
