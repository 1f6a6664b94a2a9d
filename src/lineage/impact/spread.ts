import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { groupBy } from '../../platform/group-by.js';
import type { Turns } from '../../platform/turns/turns.js';
import { carry, namesMembers } from '../places/carry.js';
import { type Place, placeKey } from '../places/place.js';
import type { PlainEdge } from '../places/place-graph.js';
import { ImpactOutcome } from './impact-enums.js';

/** A place that a change reaches, and from where. */
export interface Reached {
  readonly place: Place;
  readonly outcome: ImpactOutcome;
  /** Undefined: it is what is changed. */
  readonly from: Reached | undefined;
  /** Whether on every step of the way from or to a column or feature an edge names that. */
  readonly isExact: boolean;
  /** Of place and outcome. */
  readonly key: string;
}

/** What stands on the one end of these depends on the other whenever it is used; on that of others it did once, when it was made. */
const IN_USE: ReadonlySet<EdgeKind> = new Set([
  EdgeKind.VERSION_OF,
  EdgeKind.SIGNATURE,
  EdgeKind.BINDING,
  EdgeKind.CHILD_OF,
]);

/*   airport_traffic@2:delay ──SIGNATURE──▶ flight_delay@4 ──BINDING──▶ production/flight-delay     all of it breaks
 *   flights@3:delay ──SOURCE──▶ airport_traffic@2:delay ──SIGNATURE──▶ flight_delay@4 …            all of it goes stale   */

/** Everything that a change of some places reaches, nearest first, each place at most once for each outcome, by a shortest way. */
export async function spread(edges: readonly PlainEdge[], changed: readonly Place[], turns: Turns): Promise<Reached[]> {
  const outOf = groupBy(edges, ({ src }) => src);
  const found = new Map<string, Reached>();
  const all: Reached[] = [];
  let level: readonly Reached[] = changed.map((place) => ({
    place,
    outcome: ImpactOutcome.BREAKS,
    from: undefined,
    isExact: true,
    key: keyOf(place, ImpactOutcome.BREAKS),
  }));
  while (level.length > 0) {
    const next = new Map<string, Reached>();
    const ordered = inOrder(level);
    for (const reached of ordered) {
      found.set(reached.key, reached);
      all.push(reached);
    }
    for (const reached of ordered) {
      if (turns.isOver) await turns.next();
      for (const edge of outOf.get(reached.place.id) ?? [])
        for (const step of stepsAlong(edge, reached)) if (!found.has(step.key)) keepBest(next, step);
    }
    level = [...next.values()];
  }
  return all;
}

function stepsAlong(edge: PlainEdge, from: Reached): Reached[] {
  const { place, outcome } = from;
  const isInUse = outcome === ImpactOutcome.BREAKS && IN_USE.has(edge.kind);
  const then = isInUse ? ImpactOutcome.BREAKS : ImpactOutcome.GOES_STALE;
  return carry(edge, place.member).map((member) => {
    const reached = { id: edge.dst, member };
    const isExact = from.isExact && namesMembers(edge, place.member, member);
    return { place: reached, outcome: then, from, isExact, key: keyOf(reached, then) };
  });
}

/** Of ways of one length an exact one is told, and of those the first. */
function keepBest(next: Map<string, Reached>, step: Reached): void {
  const known = next.get(step.key);
  if (known === undefined || (step.isExact && !known.isExact)) next.set(step.key, step);
}

function keyOf(place: Place, outcome: ImpactOutcome): string {
  return `${placeKey(place)} ${outcome}`;
}

function inOrder(level: readonly Reached[]): readonly Reached[] {
  return [...level].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The way to a place, from what is changed. */
export function wayTo(reached: Reached): Place[] {
  const way: Place[] = [];
  for (let at: Reached | undefined = reached; at !== undefined; at = at.from) way.unshift(at.place);
  return way;
}
