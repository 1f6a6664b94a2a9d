import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import type { Turns } from '../../platform/turns/turns.js';
import type { Pair, Ties } from '../places/ties.js';
import { tiesOf } from '../places/ties-of.js';
import type { ColumnEdge } from '../walk/lineage.js';
import { type ReachedMembers, tooMany } from './reach.js';
import { toldHow } from './told-how.js';

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
    const pairs = ties.pairsAmong(upstream, downstream) ?? unnamedPairs(ties, directions, upstream, downstream);
    if (pairs.length > 0 || leadsWhole(ties, upstream, downstream)) leading.push(edge);
    if (columnEdges.length + pairs.length > MAX_EDGES) throw tooMany(MAX_EDGES, 'edges lead from column to column');
    const how = toldHow(edge);
    for (const [from, to] of pairs) columnEdges.push({ edge, from, to, ...how(from, to) });
  }
  return { columnEdges, edges: leading };
}

/** Of edges that name no members: whatever is reached of the one end leads to all of the other, or to its namesake. */
function unnamedPairs(
  { told }: Ties,
  directions: readonly WalkDirection[],
  upstream: ReachedMembers,
  downstream: ReachedMembers,
): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const direction of directions) {
    const isDownstream = direction === 'DOWNSTREAM';
    const [near, far] = isDownstream ? [upstream, downstream] : [downstream, upstream];
    for (const member of near.keys()) {
      const other = told === 'NAMESAKES' ? member : null;
      if (member === null || !has(far, other)) continue;
      const pair: Pair = isDownstream ? [member, other] : [other, member];
      pairs.set(JSON.stringify(pair), pair);
    }
  }
  return [...pairs.values()];
}

/** All of a node has each of its members. */
function has(reached: ReachedMembers, member: string | null): boolean {
  return reached.has(member) || reached.has(null);
}

/** Edges that tell of columns lead from all of a node to none but those. */
function leadsWhole({ told }: Ties, upstream: ReachedMembers, downstream: ReachedMembers): boolean {
  return told !== 'MADE_FROM' && told !== 'READ' && upstream.has(null) && downstream.has(null);
}
