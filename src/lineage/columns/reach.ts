import type { WalkDirection, WalkStop } from '../../graph/walks/walk.sql.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import { HeadwaterError } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import type { Turns } from '../../platform/turns/turns.js';
import type { Place } from '../places/place.js';
import { tiesOf } from '../places/ties-of.js';

/** Columns and features that a walk may reach. */
export const MAX_PLACES = 500_000;

/** What of a node is reached, each at which depth: columns or features, or (null) all of it. */
export type ReachedMembers = ReadonlyMap<string | null, number>;

/** Of each node that is reached. */
export type Reach = ReadonlyMap<WalkedNode, ReachedMembers>;

export interface WalkToNarrow {
  readonly direction: WalkDirection;
  readonly nodes: readonly WalkedNode[];
  readonly edges: readonly WalkedEdge[];
  /** Edges to follow. */
  readonly depth: number;
  readonly stop: WalkStop | undefined;
}

/*   from flights@3:delay, downstream                       depth
 *     flights@3          {delay}                           0
 *     airport_traffic@2  {mean_delay, late_share}          1      not {departures}, which other columns make
 *     flight_delay@1     {null}                            2      reads mean_delay; a model that reads departures alone isn't reached  */

/** Which columns and features of the nodes of a walk some places are tied to, along its edges. Throws TOO_COMPLEX for more than MAX_PLACES. */
export async function reachFrom(places: readonly Place[], walk: WalkToNarrow, turns: Turns): Promise<Reach> {
  const { direction, nodes, edges, depth, stop } = walk;
  const isDownstream = direction === 'DOWNSTREAM';
  const leading = groupBy(
    edges.map((edge) => ({
      near: isDownstream ? edge.src : edge.dst,
      far: isDownstream ? edge.dst : edge.src,
      ties: tiesOf(edge),
    })),
    ({ near }) => near,
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const reach = new Map<WalkedNode, Map<string | null, number>>();
  let count = 0;
  const arrive = (node: WalkedNode, member: string | null, at: number): boolean => {
    const reached = reach.get(node) ?? new Map<string | null, number>();
    if (reached.has(member)) return false;
    if (++count > MAX_PLACES) throw tooMany(MAX_PLACES, 'columns and features are reached');
    reach.set(node, reached.set(member, at));
    return true;
  };
  let level: [WalkedNode, string | null][] = [];
  for (const { id, member } of places) {
    const node = byId.get(id);
    if (node !== undefined && arrive(node, member, 0)) level.push([node, member]);
  }
  for (let at = 0; at < depth && level.length > 0; at++) {
    const next: [WalkedNode, string | null][] = [];
    for (const [node, member] of level) {
      if (at > 0 && isStop(node, stop)) continue;
      for (const { far, ties } of leading.get(node) ?? []) {
        if (turns.isOver) await turns.next();
        for (const other of ties.along(direction, member)) if (arrive(far, other, at + 1)) next.push([far, other]);
      }
    }
    level = next;
  }
  return reach;
}

/** In order; null where all of the node is among them. */
export function membersOf(reached: ReachedMembers): readonly string[] | null {
  return reached.has(null) ? null : [...reached.keys()].filter((member) => member !== null).sort();
}

export function tooMany(most: number, what: string): HeadwaterError {
  return new HeadwaterError('TOO_COMPLEX', `More than ${most} ${what}; ask for a few of them, or a smaller depth.`, {
    expected: most,
  });
}

export function isStop(node: WalkedNode, stop: WalkStop | undefined): boolean {
  return stop !== undefined && (stop.kinds.includes(node.kind) || stop.ids.includes(node.id));
}
