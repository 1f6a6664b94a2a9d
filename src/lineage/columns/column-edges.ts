import type { WalkDirection } from '../../graph/edges/walk.sql.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walked.js';
import type { Turns } from '../../platform/turns/turns.js';
import { type Pair, type Ties, tiesOf } from '../places/ties.js';
import type { ColumnEdge } from '../walk/lineage.js';
import { type ReachedMembers, tooMany } from './reach.js';

const MAX_EDGES = 500_000;

export interface ColumnEdges {
  readonly columnEdges: readonly ColumnEdge[];
  /** The edges along which something leads from what is reached to what is. */
  readonly edges: readonly WalkedEdge[];
}

/**
 * Which of what is reached leads to which, along these edges, in their order; seen in the directions of the walk, so that a part of it tells nothing that
 * the whole doesn't. Throws TOO_COMPLEX for more than MAX_EDGES.
 */
export async function columnEdgesAmong(
  edges: readonly WalkedEdge[],
  reachedOf: (node: WalkedNode) => ReachedMembers | undefined,
  directions: readonly WalkDirection[],
  turns: Turns,
): Promise<ColumnEdges> {
  const columnEdges: ColumnEdge[] = [];
  const leading: WalkedEdge[] = [];
  for (const edge of edges) {
    if (turns.isOver) await turns.next();
    const [upstream, downstream] = [reachedOf(edge.src), reachedOf(edge.dst)];
    if (upstream === undefined || downstream === undefined) continue;
    const ties = tiesOf(edge);
    const pairs = new Map<string, Pair>();
    for (const direction of directions)
      for (const pair of pairsAlong(ties, direction, upstream, downstream)) pairs.set(JSON.stringify(pair), pair);
    if (pairs.size > 0 || leadsWhole(ties, upstream, downstream)) leading.push(edge);
    if (columnEdges.length + pairs.size > MAX_EDGES) throw tooMany(MAX_EDGES, 'edges lead from column to column');
    for (const [from, to] of pairs.values()) columnEdges.push({ edge, from, to });
  }
  return { columnEdges, edges: leading };
}

function pairsAlong(
  ties: Ties,
  direction: WalkDirection,
  upstream: ReachedMembers,
  downstream: ReachedMembers,
): readonly Pair[] {
  const isDownstream = direction === 'DOWNSTREAM';
  const [near, far] = isDownstream ? [upstream, downstream] : [downstream, upstream];
  const pairOf = (one: string | null, other: string | null): Pair => (isDownstream ? [one, other] : [other, one]);
  if (ties.told === 'MADE_FROM' || ties.told === 'READ')
    return ties.pairs.filter(([from, to]) => has(upstream, from) && has(downstream, to));
  if (ties.told === 'ELSEWHERE') return [];
  const named = [...near.keys()].filter((member) => member !== null);
  // Whatever is reached of the one leads to all of the other.
  if (ties.told === 'NOTHING') return far.has(null) ? named.map((member) => pairOf(member, null)) : [];
  return named.filter((member) => has(far, member)).map((member) => pairOf(member, member));
}

/** All of a node has each of its members. */
function has(reached: ReachedMembers, member: string | null): boolean {
  return reached.has(member) || reached.has(null);
}

/** Edges that tell of columns lead from all of a node to none but those. */
function leadsWhole({ told }: Ties, upstream: ReachedMembers, downstream: ReachedMembers): boolean {
  return told !== 'MADE_FROM' && told !== 'READ' && upstream.has(null) && downstream.has(null);
}
