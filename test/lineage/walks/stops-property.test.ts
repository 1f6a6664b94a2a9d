import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DATASET, DATASET_VERSION } from '../../../src/datasets/dataset-kinds.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type FixtureNode, insertGraph } from '../graphs/graph-fixture.js';
import { type Direction, type OracleEdge, walkOracle } from '../graphs/graph-oracle.js';
import { drawLinks } from '../graphs/random-graph.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $limit: Int, $stopAt: LineageStop, $logical: Boolean, $after: String) {
  lineage(of: $of, direction: $direction, depth: $depth, limit: $limit, stopAt: $stopAt, logical: $logical, after: $after) {
    nodes { depth node { id } } edges { from to kind run attributes } complete countsByDepth
    frontier { direction after hiddenNeighbours node { id } }
  }
}`;

interface Answer {
  readonly nodes: { depth: number; node: { id: string } }[];
  readonly edges: { from: string; to: string; kind: string; run: string | null; attributes: object | null }[];
  readonly complete: boolean;
  readonly countsByDepth: number[];
  readonly frontier: { direction: string; after: string; hiddenNeighbours: number; node: { id: string } }[];
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

/** Datasets first, then versions, each of one of them; links may form rings, also between versions of one dataset. */
const given = fc.record({ wholes: fc.integer({ min: 1, max: 4 }), versions: fc.nat(6) }).chain(({ wholes, versions }) =>
  fc.record({
    wholes: fc.constant(wholes),
    parents: fc.array(fc.nat(wholes - 1), { minLength: versions, maxLength: versions }),
    links: fc.uniqueArray(fc.tuple(fc.nat(wholes + versions - 1), fc.nat(wholes + versions - 1)), {
      maxLength: 20,
      selector: String,
    }),
    roots: fc.uniqueArray(fc.nat(wholes + versions - 1), { minLength: 1, maxLength: 2 }),
    stops: fc.uniqueArray(fc.nat(wholes + versions - 1), { maxLength: 3 }),
    stopKinds: fc.constantFrom<string[]>([], [], [DATASET_VERSION]),
    logical: fc.boolean(),
    direction: fc.constantFrom<Direction[]>(['UPSTREAM'], ['DOWNSTREAM'], ['UPSTREAM', 'DOWNSTREAM']),
    depth: fc.nat(5),
    limit: fc.integer({ min: 2, max: 12 }),
  }),
);

type Given = typeof given extends fc.Arbitrary<infer Value> ? Value : never;

async function insertVersions({ wholes, parents, links }: Given) {
  const kinds = [...Array<typeof DATASET>(wholes).fill(DATASET), ...parents.map(() => DATASET_VERSION)];
  const { nodes, edges } = await insertGraph(app, kinds, drawLinks(links));
  await app.database.dataSource.query(
    `update node set parent_id = v.parent, version = v.version, logical = false
     from unnest($1::uuid[], $2::uuid[], $3::int[]) as v (id, parent, version) where node.id = v.id`,
    [
      nodes.slice(wholes).map(({ uuid }) => uuid),
      parents.map((parent) => nodes[parent]?.uuid),
      parents.map((_, index) => index + 1),
    ],
  );
  const wholeOf = new Map(nodes.map((node, at) => [node.uuid, nodes[parents[at - wholes] ?? at]?.uuid ?? '']));
  return { nodes, edges, wholeOf };
}

/** What the walk goes along: folded where that is asked for, and nothing that leads on from where it stops. */
function graphOf(question: Given, { nodes, edges, wholeOf }: Awaited<ReturnType<typeof insertVersions>>) {
  const fold = (uuid: string) => (question.logical ? (wholeOf.get(uuid) ?? '') : uuid);
  const uuidOf = (index: number) => fold(nodes[index]?.uuid ?? '');
  const folded = new Map<string, OracleEdge>();
  for (const { src, dst, ...times } of edges)
    if (fold(src) !== fold(dst)) folded.set(`${fold(src)} ${fold(dst)}`, { ...times, src: fold(src), dst: fold(dst) });
  const roots = [...new Set(question.roots.map(uuidOf))];
  const stops = new Set(question.stops.map(uuidOf));
  for (const { uuid, kind } of nodes) if (question.stopKinds.includes(kind)) stops.add(uuid);
  for (const root of roots) stops.delete(root);
  const all = [...folded.values()];
  const followed = (way: Direction) => all.filter(({ src, dst }) => !stops.has(way === 'UPSTREAM' ? dst : src));
  return { roots, all, followed };
}

const askedOf = (question: Given, nodes: readonly FixtureNode[]) => ({
  of: question.roots.map((index) => nodes[index]?.id),
  direction: question.direction.length === 2 ? 'BOTH' : question.direction[0],
  depth: question.depth,
  limit: question.limit,
  logical: question.logical,
  stopAt: { refs: question.stops.map((index) => nodes[index]?.id), kinds: question.stopKinds },
});

describe('a walk that stops at nodes, with and without versions', () => {
  it('answers what a naive search in memory answers', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (question) => {
        const graph = await insertVersions(question);
        const { roots, all, followed } = graphOf(question, graph);
        const idOf = new Map(graph.nodes.map(({ uuid, id }) => [uuid, id]));

        const { lineage } = await app.graphql<{ lineage: Answer }>(LINEAGE, askedOf(question, graph.nodes));

        const depths = new Map<string, number>();
        const hidden = new Map<string, number>();
        let left = question.limit;
        for (const way of question.direction) {
          const walk = walkOracle(followed(way), roots, way, question.depth, Math.max(roots.length, left));
          left += roots.length - walk.depths.size;
          for (const [uuid, depth] of walk.depths) depths.set(uuid, Math.min(depth, depths.get(uuid) ?? depth));
          for (const [uuid, count] of walk.hidden) hidden.set(`${idOf.get(uuid)} ${way}`, count);
        }
        expect(new Map(lineage.nodes.map(({ node, depth }) => [node.id, depth]))).toEqual(
          new Map([...depths].map(([uuid, depth]) => [idOf.get(uuid), depth])),
        );
        const among = all.filter(({ src, dst }) => depths.has(src) && depths.has(dst));
        expect(lineage.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(
          among.map(({ src, dst }) => `${idOf.get(src)} ${idOf.get(dst)}`).sort(),
        );
        expect(new Map(lineage.frontier.map((it) => [`${it.node.id} ${it.direction}`, it.hiddenNeighbours]))).toEqual(
          hidden,
        );
        expect(lineage.complete).toBe(hidden.size === 0);
        expect(lineage.countsByDepth.reduce((sum, count) => sum + count, 0)).toBe(depths.size);
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  });

  it('is read to the end over its frontier, whatever the limit', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (question) => {
        const graph = await insertVersions(question);
        const { roots, followed } = graphOf(question, graph);
        const idOf = new Map(graph.nodes.map(({ uuid, id }) => [uuid, id]));
        const seen = new Set<string>();
        const asked = new Set<string>();
        type Page = Omit<ReturnType<typeof askedOf>, 'direction'> & { direction: string | undefined; after?: string };
        const pages: Page[] = [{ ...askedOf(question, graph.nodes), depth: Math.max(1, question.depth) }];
        for (let page = pages.shift(); page !== undefined; page = pages.shift()) {
          const { lineage } = await app.graphql<{ lineage: Answer }>(LINEAGE, { ...page });
          for (const { node } of lineage.nodes) seen.add(node.id);
          for (const { node, direction, after } of lineage.frontier) {
            const key = `${node.id} ${direction} ${after}`;
            if (!asked.has(key)) pages.push({ ...page, of: [node.id], direction, after });
            asked.add(key);
          }
        }
        const whole = question.direction.flatMap((way) => [
          ...walkOracle(followed(way), roots, way, 1_000, 1_000).depths.keys(),
        ]);
        expect(seen).toEqual(new Set(whole.map((uuid) => idOf.get(uuid))));
      }),
      { numRuns: casesOf(20, 1_000) },
    );
  });

  it('gives an edge between wholes once, without the run of any', async () => {
    // One dataset with two versions, each derived from one of another's.
    const question = {
      wholes: 2,
      parents: [0, 0, 1, 1],
      links: [
        [2, 4],
        [3, 5],
      ],
    } as unknown as Given; // prettier-ignore
    const { nodes } = await insertVersions(question);

    const { lineage } = await app.graphql<{ lineage: Answer }>(LINEAGE, {
      of: [nodes[5]?.id],
      direction: 'UPSTREAM',
      logical: true,
    });

    const edge = { from: nodes[0]?.id, to: nodes[1]?.id, kind: 'INPUT', run: null, attributes: null };
    expect(lineage.edges).toEqual([edge]);
  });

  it('refuses what it cannot stop at', async () => {
    const { nodes } = await insertGraph(app, [DATASET], () => []);
    const of = [nodes[0]?.id];
    const refused = (refs: string[]) =>
      app.graphqlError(LINEAGE, { of, direction: 'UPSTREAM', stopAt: { refs } }).then(({ extensions }) => extensions);

    expect(await refused(['no_such_thing'])).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(Array(1_001).fill(of[0]))).toMatchObject({ code: 'BAD_USER_INPUT', field: '$stopAt.refs' });
  });
});
