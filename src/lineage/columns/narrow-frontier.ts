import type { WalkedNode } from '../../graph/walks/walked.js';
import type { Place } from '../places/place.js';
import { tiesOf } from '../places/ties-of.js';
import {
  beforeAll,
  type CutReason,
  type DirectedWalk,
  type FrontierEntry,
  type FrontierPlace,
  frontierOf,
  reasonIn,
} from '../walk/frontier.js';
import { IncompleteReason, LineageDirection } from '../walk/lineage-enums.js';
import { membersOf, type Reach, type ReachedMembers } from './reach.js';

export interface NarrowFrontier {
  readonly entries: readonly FrontierEntry[];
  readonly reasons: readonly CutReason[];
}

/**
 * Where a walk of columns and features stopped. What the walk of nodes did not follow may hold nothing that they are tied to: who has not looked there
 * can't know.
 */
export function narrowFrontier(
  walk: DirectedWalk,
  reach: Reach,
  isStop: (node: WalkedNode) => boolean,
  begun: FrontierPlace | undefined,
): NarrowFrontier {
  const cut = new Map(frontierOf(walk, begun).map((entry) => [entry.node, entry]));
  const entries: FrontierEntry[] = [];
  const reasons: CutReason[] = [];
  const direction = LineageDirection[walk.direction];
  const last = lastPlaces(walk, reach, isStop);
  const beyond = neighboursBeyond(walk, reach, last);
  for (const [node, reached] of reach) {
    const entry = cut.get(node);
    const followed = new Map([...reached].filter(([, depth]) => depth < walk.depth));
    if (entry !== undefined && followed.size > 0) {
      for (const members of partsOf(followed)) entries.push({ ...entry, members });
      reasons.push(reasonIn(walk)(node));
    }
    const members = last.get(node);
    const hidden = (entry?.hidden ?? 0) + (beyond.get(node)?.size ?? 0);
    if (members === undefined || hidden === 0) continue;
    for (const part of partsOf(members))
      entries.push({ node, direction, hidden, members: part, after: beforeAll(walk.direction) });
    reasons.push(IncompleteReason.DEPTH);
  }
  return { entries, reasons };
}

/** All of a node leads to what a column of it leads to, but not as that one does: one has to go on from both. */
function partsOf(reached: ReachedMembers): (readonly string[] | null)[] {
  const named = new Map([...reached].filter(([member]) => member !== null));
  return [...(reached.has(null) ? [null] : []), ...(named.size > 0 ? [membersOf(named)] : [])];
}

/** Of each node what is reached at the greatest depth, from which nothing was followed. */
function lastPlaces(
  walk: DirectedWalk,
  reach: Reach,
  isStop: (node: WalkedNode) => boolean,
): ReadonlyMap<WalkedNode, ReachedMembers> {
  const last = new Map<WalkedNode, ReachedMembers>();
  for (const [node, reached] of reach) {
    const members = new Map([...reached].filter(([, depth]) => depth >= walk.depth));
    if (members.size > 0 && !(walk.depth > 0 && isStop(node))) last.set(node, members);
  }
  return last;
}

/** The neighbours within the walk that they lead to, where what they lead to isn't reached. */
function neighboursBeyond(
  walk: DirectedWalk,
  reach: Reach,
  last: ReadonlyMap<WalkedNode, ReachedMembers>,
): ReadonlyMap<WalkedNode, ReadonlySet<WalkedNode>> {
  const beyond = new Map<WalkedNode, Set<WalkedNode>>();
  for (const edge of walk.edges) {
    const [near, far] = walk.direction === 'DOWNSTREAM' ? [edge.src, edge.dst] : [edge.dst, edge.src];
    const members = last.get(near);
    if (members === undefined) continue;
    const ties = tiesOf(edge);
    const isNew = [...members.keys()].some((member) =>
      ties.along(walk.direction, member).some((other) => !isReached(reach, far, other)),
    );
    if (isNew) beyond.set(near, (beyond.get(near) ?? new Set()).add(far));
  }
  return beyond;
}

function isReached(reach: Reach, node: WalkedNode, member: Place['member']): boolean {
  return reach.get(node)?.has(member) === true;
}
