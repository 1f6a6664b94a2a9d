import type { LayeredGraph } from './graph-fixture.sql.js';
import { refOf } from './graph-fixture.sql.js';

/** Four shapes that lineage takes: broad, a hub, deep, and wide. */
export const RANDOM: LayeredGraph = { name: 'bench_random', layers: 11, width: 50_000, parents: 4, columns: 3 };
export const HUB: LayeredGraph = { name: 'bench_hub', layers: 2, width: 4_500, parents: 0, columns: 50 };
export const DEEP: LayeredGraph = { name: 'bench_deep', layers: 24, width: 120, parents: 3, columns: 3 };
export const WIDE: LayeredGraph = { name: 'bench_wide_graph', layers: 12, width: 600, parents: 3, columns: 3 };

/** A question of the graph, and what it may cost. */
export interface LineageCase {
  readonly work: string;
  readonly root: string;
  readonly direction: 'UPSTREAM' | 'DOWNSTREAM';
  readonly depth: number;
  readonly limit: number;
  readonly selection: string;
  /** The most that it may take, as a multiple of the floor, and in milliseconds at the 95th percentile. */
  readonly most?: { readonly ratio?: number; readonly p95?: number };
}

const FULL = `complete incompleteBecause frontier { hiddenNeighbours node { id } }
  nodes { depth node { id kind label name createdAt } } edges { from to kind }`;
const COUNTED = FULL.replace('depth', 'depth upstreamCount downstreamCount');

const CLOSURE = { root: refOf(RANDOM, 11, 7), direction: 'UPSTREAM', depth: 6, limit: 10_000 } as const;
const FIRST_PAGE = { root: refOf(HUB, 1, 1), direction: 'DOWNSTREAM', depth: 1, limit: 100 } as const;
const WHOLE = { direction: 'UPSTREAM', depth: 100, limit: 10_000 } as const;

export const LINEAGE_CASES: readonly LineageCase[] = [
  { work: 'Lineage, 5,000 nodes of 500,000, full answer', ...CLOSURE, selection: FULL, most: { ratio: 10, p95: 150 } },
  { work: 'Lineage, 5,000 nodes of 500,000, with counts', ...CLOSURE, selection: COUNTED },
  { work: 'Lineage, 5,000 nodes of 500,000, complete only', ...CLOSURE, selection: 'complete' },
  { work: 'Lineage, 5,000 nodes of 500,000, compact', ...CLOSURE, selection: 'complete compact', most: { ratio: 6 } },
  { work: 'Lineage, 5,000 nodes of 500,000, counts by depth', ...CLOSURE, selection: 'countsByDepth' },
  { work: 'Lineage, first 100 of a hub of 4,500', ...FIRST_PAGE, selection: FULL, most: { p95: 15 } },
  { work: 'Lineage, depth 24 × width 120', root: refOf(DEEP, 24, 1), ...WHOLE, selection: FULL, most: { ratio: 10 } },
  { work: 'Lineage, depth 12 × width 600', root: refOf(WIDE, 12, 1), ...WHOLE, selection: FULL, most: { ratio: 10 } },
  {
    work: 'Lineage, depth 24 × width 120, compact',
    root: refOf(DEEP, 24, 1),
    ...WHOLE,
    selection: 'complete compact',
    most: { ratio: 6 },
  },
  {
    work: 'Lineage, depth 12 × width 600, compact',
    root: refOf(WIDE, 12, 1),
    ...WHOLE,
    selection: 'complete compact',
    most: { ratio: 6 },
  },
];
