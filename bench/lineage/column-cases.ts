import { type LayeredGraph, refOf } from './graph-fixture.sql.js';
import type { Floor, LineageCase } from './lineage-cases.js';

/** As those of nodes, but each edge tells of columns. */
export const TOLD_HUB: LayeredGraph = {
  name: 'bench_told_hub',
  layers: 2,
  width: 4_500,
  parents: 0,
  columns: 50,
  told: true,
};
export const TOLD_DEEP: LayeredGraph = {
  name: 'bench_told_deep',
  layers: 24,
  width: 120,
  parents: 3,
  columns: 3,
  told: true,
};
export const TOLD_WIDE: LayeredGraph = {
  name: 'bench_told_wide',
  layers: 12,
  width: 600,
  parents: 3,
  columns: 3,
  told: true,
};

const FULL = `complete frontier { hiddenNeighbours members node { id } }
  nodes { depth members node { id kind label } } columnEdges { from fromMember kind to toMember }`;
const COMPACT = 'complete compact(columns: true)';
const MOST = { ratio: 8 };

function walk(work: string, { column, ...floor }: Floor, selection: string, most?: LineageCase['most']): LineageCase {
  const of = column === undefined ? floor.root : `${floor.root}:${column}`;
  return {
    work: `Lineage of columns, ${work}`,
    query: `query Columns($of: [Ref!]!, $direction: LineageDirection!, $depth: Int!) {
      lineage(of: $of, direction: $direction, depth: $depth, columns: true, limit: 10000) { ${selection} }
    }`,
    variables: { of: [of], direction: floor.direction, depth: floor.depth },
    floors: [{ ...floor, column: column ?? 'column_1' }],
    ...(most && { most }),
  };
}

const lastOf = (graph: LayeredGraph): Floor => ({
  root: refOf(graph, graph.layers, 1),
  direction: 'UPSTREAM',
  depth: 100,
  column: 'column_1',
});
const HUB: Floor = { root: refOf(TOLD_HUB, 1, 1), direction: 'DOWNSTREAM', depth: 1, column: 'column_1' };

/** From a column to the columns that it is made from, or that are made from it. */
export const COLUMN_CASES: readonly LineageCase[] = [
  walk('one of a hub of 4,500 × 50', HUB, FULL, MOST),
  walk('one of a hub of 4,500 × 50, compact', HUB, COMPACT, MOST),
  walk('depth 24 × width 120', lastOf(TOLD_DEEP), FULL, MOST),
  walk('depth 24 × width 120, compact', lastOf(TOLD_DEEP), COMPACT, MOST),
  walk('depth 12 × width 600', lastOf(TOLD_WIDE), FULL, MOST),
  walk('depth 12 × width 600, compact', lastOf(TOLD_WIDE), COMPACT, MOST),
];
