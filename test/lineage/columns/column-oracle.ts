/** An edge between two nodes by id. `pairs` are columns or features and what they go into; null: the whole node. */
export interface TiedEdge {
  readonly src: string;
  readonly dst: string;
  readonly kind: string;
  readonly pairs?: readonly (readonly [string, string | null])[];
}

export interface Start {
  readonly id: string;
  readonly member: string | null;
}

export type OneWay = 'UPSTREAM' | 'DOWNSTREAM';

/** Depths of what is reached, by place. */
export type Places = ReadonlyMap<string, number>;

const key = (id: string, member: string | null) => JSON.stringify([id, member]);
const placeOf = (text: string) => JSON.parse(text) as [string, string | null];

const isNamesake = (kind: string) => kind === 'VERSION_OF' || kind === 'SAME_AS';

/** Whether it is told which columns of what a node read went into which of what it made. */
function isTold(edges: readonly TiedEdge[], maker: string, made: string): boolean {
  return edges.some(
    ({ src, dst, kind }) =>
      kind === 'DERIVED_FROM' &&
      dst === made &&
      edges.some((read) => read.kind === 'INPUT' && read.src === src && read.dst === maker),
  );
}

/** Edges along which no column goes, for it is told by others where it does. */
function isElsewhere(edges: readonly TiedEdge[], { src, dst, kind }: TiedEdge): boolean {
  if (kind === 'OUTPUT') return isTold(edges, src, dst);
  const made = edges.filter((edge) => edge.kind === 'OUTPUT' && edge.src === dst);
  return kind === 'INPUT' && made.length > 0 && made.every((edge) => isTold(edges, dst, edge.dst));
}

/** Where one edge leads from a place at its near end. */
function ends(edges: readonly TiedEdge[], edge: TiedEdge, direction: OneWay, near: string | null): (string | null)[] {
  if (isNamesake(edge.kind)) return [near];
  if (near !== null && isElsewhere(edges, edge)) return [];
  if (edge.pairs === undefined) return [null];
  const isDownstream = direction === 'DOWNSTREAM';
  const fits = (one: string | null) => near === null || one === null || one === near;
  return edge.pairs.filter((pair) => fits(pair[isDownstream ? 0 : 1])).map((pair) => pair[isDownstream ? 1 : 0]);
}

/** Everything reached within the depth, by relaxing all edges until nothing changes. */
export function reachOracle(
  edges: readonly TiedEdge[],
  starts: readonly Start[],
  direction: OneWay,
  depth: number,
): Places {
  const found = new Map(starts.map(({ id, member }) => [key(id, member), 0]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [text, at] of [...found]) {
      const [id, member] = placeOf(text);
      for (const edge of at >= depth ? [] : edges) {
        const [near, far] = direction === 'DOWNSTREAM' ? [edge.src, edge.dst] : [edge.dst, edge.src];
        for (const other of near === id ? ends(edges, edge, direction, member) : [])
          if ((found.get(key(far, other)) ?? Infinity) > at + 1) {
            found.set(key(far, other), at + 1);
            changed = true;
          }
      }
    }
  }
  return found;
}

/** Of each node what is reached, in order; null: all of it. */
export function membersOracle(places: Places): ReadonlyMap<string, readonly string[] | null> {
  const members = new Map<string, (string | null)[]>();
  for (const text of places.keys()) {
    const [id, member] = placeOf(text);
    members.set(id, [...(members.get(id) ?? []), member]);
  }
  return new Map(
    [...members].map(([id, all]) => [id, all.includes(null) ? null : all.flatMap((one) => one ?? []).sort()]),
  );
}

/** What leads from what is reached to what is reached, as `from.member>to.member kind`. */
export function columnEdgesOracle(edges: readonly TiedEdge[], places: Places, direction: OneWay): Set<string> {
  const told = new Set<string>();
  const isReached = (id: string, member: string | null) => places.has(key(id, member)) || places.has(key(id, null));
  for (const edge of edges) {
    const { src, dst, kind, pairs } = edge;
    const [near, far] = direction === 'DOWNSTREAM' ? [src, dst] : [dst, src];
    const own = [...places.keys()].map(placeOf).flatMap(([id, member]) => (id === near ? (member ?? []) : []));
    const found: readonly (readonly [string | null, string | null])[] =
      pairs ??
      (isElsewhere(edges, edge) ? [] : own).map((member) => {
        const other = isNamesake(kind) ? member : null;
        return direction === 'DOWNSTREAM' ? ([member, other] as const) : ([other, member] as const);
      });
    for (const [from, to] of found) {
      const arrives = pairs === undefined && !isNamesake(kind) ? places.has(key(far, null)) : true;
      if (arrives && isReached(src, from) && isReached(dst, to)) told.add(`${src}.${from}>${dst}.${to} ${kind}`);
    }
  }
  return told;
}
