import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import type { Walk, WalkedNode } from '../../graph/walks/walked.js';
import { decodeCursor, encodeCursor, notACursor } from '../../platform/database/keyset.js';
import { badInput } from '../../platform/errors.js';
import { IncompleteReason, LineageDirection } from './lineage-enums.js';

/** One walk of an answer: BOTH has two. */
export interface DirectedWalk extends Walk {
  readonly direction: WalkDirection;
  /** Edges that it could follow. */
  readonly depth: number;
  /** Nodes that it could visit. */
  readonly limit: number;
  /** Whether what it has not followed, though it could, is hidden from who asks. */
  readonly isVeiled: boolean;
}

/** A node some of whose neighbours were not followed. */
export interface FrontierEntry {
  readonly node: WalkedNode;
  readonly direction: LineageDirection;
  /** Neighbours that were not followed. */
  readonly hidden: number;
  /** The columns or features from which they weren't; null: all of it. */
  readonly members: readonly string[] | null;
  /** Where to go on. */
  readonly after: string;
}

/** Where a walk goes on: behind this neighbour of its roots, in this direction. */
export interface FrontierPlace {
  readonly direction: LineageDirection;
  readonly neighbour: string;
}

/** Less than the id of any node. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Where a walk stopped. A level takes the least ids of what it finds, so of a node's neighbours those up to the greatest id of the next
 * level were followed. `begun` is the place that the walk itself went on from.
 */
export function frontierOf({ direction, nodes }: DirectedWalk, begun?: FrontierPlace): FrontierEntry[] {
  const greatest = new Map<number, string>();
  for (const { id, depth } of nodes) if (id > (greatest.get(depth) ?? '')) greatest.set(depth, id);
  const places = new Map<number, string>();
  for (const depth of greatest.keys()) {
    const before = depth === 0 ? (begun?.neighbour ?? BEFORE_ALL) : BEFORE_ALL;
    places.set(depth, encodeCursor([direction, greatest.get(depth + 1) ?? before]));
  }
  return nodes
    .filter(({ hidden }) => hidden > 0)
    .map((node) => ({
      node,
      direction: LineageDirection[direction],
      hidden: node.hidden,
      members: null,
      after: places.get(node.depth) ?? '',
    }));
}

/** Where nothing was followed from a node yet. */
export function beforeAll(direction: WalkDirection): string {
  return encodeCursor([direction, BEFORE_ALL]);
}

/** Reads the `after` of a frontier node. Throws BAD_USER_INPUT for another text, and where the walk has another direction. */
export function readFrontierPlace(after: string, direction: LineageDirection): FrontierPlace {
  const [given, neighbour] = decodeCursor(after, ['text', 'uuid']);
  if (neighbour == null || (given !== LineageDirection.UPSTREAM && given !== LineageDirection.DOWNSTREAM))
    throw notACursor(after);
  if (given === direction) return { direction, neighbour };
  throw badInput(
    `after goes on ${given}, but direction is ${direction}; pass the direction of the frontier node too.`,
    {
      field: 'direction',
      found: direction,
      expected: given,
    },
  );
}

/** Why a walk was cut. */
export type CutReason = Exclude<IncompleteReason, IncompleteReason.UNATTRIBUTED>;

const STRENGTH: readonly CutReason[] = [
  IncompleteReason.TIME_LIMIT,
  IncompleteReason.NODE_LIMIT,
  IncompleteReason.DEPTH,
  IncompleteReason.ACCESS,
];

/** The strongest reason for which walks were cut: TIME_LIMIT before NODE_LIMIT before DEPTH before ACCESS. */
export function whyIncomplete(walks: readonly DirectedWalk[]): CutReason | undefined {
  return strongest(walks.flatMap((walk) => walk.nodes.filter(({ hidden }) => hidden > 0).map(reasonIn(walk))));
}

export function strongest(reasons: readonly CutReason[]): CutReason | undefined {
  return STRENGTH.find((reason) => reasons.includes(reason));
}

/** Short of the depth and of the limit, only the clock stops a walk, or what one may not see. */
export function reasonAt(
  { depth, limit, size, isVeiled }: Omit<DirectedWalk, keyof Walk | 'direction'> & { readonly size: number },
  at: number,
): CutReason {
  if (at >= depth) return IncompleteReason.DEPTH;
  if (size >= limit) return IncompleteReason.NODE_LIMIT;
  return isVeiled ? IncompleteReason.ACCESS : IncompleteReason.TIME_LIMIT;
}

export function reasonIn({ nodes, ...walk }: DirectedWalk) {
  const walked = { ...walk, size: nodes.length };
  return (node: WalkedNode): CutReason => reasonAt(walked, node.depth);
}
