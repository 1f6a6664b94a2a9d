import type { LayeredGraph } from './graph-fixture.sql.js';
import { refOf } from './graph-fixture.sql.js';

/** Four shapes that lineage takes: broad, a hub, deep, and wide. */
export const RANDOM: LayeredGraph = { name: 'bench_random', layers: 11, width: 50_000, parents: 4, columns: 3 };
export const HUB: LayeredGraph = { name: 'bench_hub', layers: 2, width: 4_500, parents: 0, columns: 50 };
export const DEEP: LayeredGraph = { name: 'bench_deep', layers: 24, width: 120, parents: 3, columns: 3 };
export const WIDE: LayeredGraph = { name: 'bench_wide_graph', layers: 12, width: 600, parents: 3, columns: 3 };

/** A closure by bare SQL: the least that the question needs. */
export interface Floor {
  /** What a dataset version or model version is called. */
  readonly root: string;
  readonly direction: 'UPSTREAM' | 'DOWNSTREAM';
  readonly depth: number;
  /** What of the root it begins at; undefined: all of it. */
  readonly column?: string;
}

/** A question of the graph, and what it may cost. */
export interface LineageCase {
  readonly work: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** One after the other. */
  readonly floors: readonly Floor[];
  /** The most that it may take, as a multiple of the floor, and in milliseconds at the 95th percentile. */
  readonly most?: { readonly ratio?: number; readonly p95?: number };
}

interface Walk extends Floor {
  readonly limit: number;
}

const FULL = `complete incompleteBecause frontier { hiddenNeighbours node { id } }
  nodes { depth node { id kind label name createdAt } } edges { from to kind }`;
const COUNTED = FULL.replace('depth', 'depth upstreamCount downstreamCount');

const CLOSURE: Walk = { root: refOf(RANDOM, 11, 7), direction: 'UPSTREAM', depth: 6, limit: 10_000 };
const FIRST_PAGE: Walk = { root: refOf(HUB, 1, 1), direction: 'DOWNSTREAM', depth: 1, limit: 100 };
const wholeOf = (graph: LayeredGraph): Walk => ({
  root: refOf(graph, graph.layers, 1),
  direction: 'UPSTREAM',
  depth: 100,
  limit: 10_000,
});

function walk(work: string, { limit, ...floor }: Walk, selection: string, most?: LineageCase['most']): LineageCase {
  return {
    work: `Lineage, ${work}`,
    query: `query Lineage($of: [Ref!]!, $direction: LineageDirection!, $depth: Int!, $limit: Int!) {
      lineage(of: $of, direction: $direction, depth: $depth, limit: $limit) { ${selection} }
    }`,
    variables: { of: [floor.root], direction: floor.direction, depth: floor.depth, limit },
    floors: [floor],
    ...(most && { most }),
  };
}

export const WALK_CASES: readonly LineageCase[] = [
  walk('5,000 nodes of 500,000, full answer', CLOSURE, FULL, { ratio: 10, p95: 150 }),
  walk('5,000 nodes of 500,000, with counts', CLOSURE, COUNTED),
  walk('5,000 nodes of 500,000, complete only', CLOSURE, 'complete'),
  walk('5,000 nodes of 500,000, compact', CLOSURE, 'complete compact', { ratio: 6 }),
  walk('5,000 nodes of 500,000, counts by depth', CLOSURE, 'countsByDepth'),
  walk('first 100 of a hub of 4,500', FIRST_PAGE, FULL, { p95: 15 }),
  walk('a hub of 4,500, compact', { ...FIRST_PAGE, limit: 10_000 }, 'complete compact', { ratio: 6 }),
  walk('depth 24 × width 120', wholeOf(DEEP), FULL, { ratio: 10 }),
  walk('depth 12 × width 600', wholeOf(WIDE), FULL, { ratio: 10 }),
  walk('depth 24 × width 120, compact', wholeOf(DEEP), 'complete compact', { ratio: 6 }),
  walk('depth 12 × width 600, compact', wholeOf(WIDE), 'complete compact', { ratio: 6 }),
];
