import { groupBy } from '../../platform/group-by.js';
import type { Turns } from '../../platform/turns/turns.js';
import { carriesTo, carry } from './carry.js';
import { type Place, placeKey } from './place.js';
import type { CarryingEdge } from './ties-of.js';

/** An edge between two nodes, by their ids. */
export interface PlainEdge extends CarryingEdge {
  readonly src: string;
  readonly dst: string;
}

/** The places that lie downstream of one, by numbers that are in the order of their keys. */
export interface PlaceGraph {
  readonly places: readonly Place[];
  readonly start: number;
  /** Undefined where it is not reached. */
  readonly target: number | undefined;
  /** Of each place those one edge downstream, in order. */
  readonly ahead: readonly (readonly number[])[];
  /** Of each place those one edge upstream, in no order. */
  readonly behind: readonly (readonly number[])[];
}

/** Everything downstream of a place, along these edges; what reaches the target ends there. */
export async function placesBetween(
  edges: readonly PlainEdge[],
  from: Place,
  to: Place,
  turns: Turns,
): Promise<PlaceGraph> {
  const outOf = groupBy(edges, ({ src }) => src);
  const found = [from];
  const numbers = new Map([[placeKey(from), 0]]);
  const numberOf = (place: Place): number => {
    const key = placeKey(place);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, found.length);
    found.push(place);
    return found.length - 1;
  };
  const steps: Set<number>[] = [];
  const end = placeKey(to);
  for (let at = 0; at < found.length; at++) {
    if (turns.isOver) await turns.next();
    const place = found[at] ?? from;
    const next = placeKey(place) === end ? [] : (outOf.get(place.id) ?? []).flatMap((edge) => stepsOf(edge, place, to));
    steps.push(new Set(next.map(numberOf)));
  }
  return inOrder(found, steps, end);
}

/** Whatever leads to the node of the target leads to the target, or, where it is one column or feature, to nothing. */
function stepsOf(edge: PlainEdge, { member }: Place, to: Place): readonly Place[] {
  const reached = carry(edge, member);
  if (edge.dst !== to.id) return reached.map((each) => ({ id: edge.dst, member: each }));
  const arrives = to.member === null ? reached.length > 0 : carriesTo(edge, member, to.member);
  return arrives ? [to] : [];
}

function inOrder(found: readonly Place[], steps: readonly ReadonlySet<number>[], end: string): PlaceGraph {
  const keys = found.map(placeKey);
  const order = keys.map((key, index) => ({ key, index })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const ranks = new Int32Array(found.length);
  for (const [rank, { index }] of order.entries()) ranks[index] = rank;
  const rankOf = (index: number) => ranks[index] ?? 0;
  const ahead = order.map(({ index }) => [...(steps[index] ?? [])].map(rankOf).sort((a, b) => a - b));
  const behind: number[][] = order.map(() => []);
  for (const [place, next] of ahead.entries()) for (const other of next) behind[other]?.push(place);
  const target = keys.indexOf(end);
  return {
    places: order.flatMap(({ index }) => found[index] ?? []),
    start: rankOf(0),
    target: target < 0 ? undefined : rankOf(target),
    ahead,
    behind,
  };
}
