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

type Edges = readonly TiedEdge[];

const STRAIGHT = ['DERIVED_FROM', 'SOURCE', 'SIGNATURE', 'TRAINED_ON'];
const ends = (edges: Edges, { src, dst }: Partial<TiedEdge>, ...kinds: string[]) =>
  edges.filter((edge) => (src ?? edge.src) === edge.src && (dst ?? edge.dst) === edge.dst && kinds.includes(edge.kind));
const isCovered = (edges: Edges, read: string, made: string) =>
  ends(edges, { src: read, dst: made }, ...STRAIGHT).length > 0;

/** Whether it is told which columns of something that a node read went into something that it made; DERIVED_FROM tells of all that it read. */
function isTold(edges: Edges, maker: string, made: string, ...kinds: string[]): boolean {
  return ends(edges, { dst: made }, ...kinds).some(
    ({ src, pairs }) => pairs !== undefined && ends(edges, { src, dst: maker }, 'INPUT').length > 0,
  );
}

/** What goes along other edges than this one, which tell more: nothing, columns, or all. */
function toldElsewhere(edges: Edges, { src, dst, kind }: TiedEdge): 'COLUMNS' | 'ALL' | undefined {
  if (kind !== 'INPUT' && kind !== 'OUTPUT') return undefined;
  const maker = kind === 'INPUT' ? dst : src;
  const reads = kind === 'INPUT' ? [src] : ends(edges, { dst: maker }, 'INPUT').map((edge) => edge.src);
  const wrote = kind === 'INPUT' ? ends(edges, { src: maker }, 'OUTPUT').map((edge) => edge.dst) : [dst];
  const covered = (made: string) =>
    isTold(edges, maker, made, ...STRAIGHT) && reads.every((read) => isCovered(edges, read, made));
  if (wrote.length === 0) return undefined;
  if (wrote.every(covered)) return 'ALL';
  return wrote.every((made) => covered(made) || isTold(edges, maker, made, 'DERIVED_FROM')) ? 'COLUMNS' : undefined;
}

/** Where one edge leads from a place at its near end. */
function leadsTo(
  edges: readonly TiedEdge[],
  edge: TiedEdge,
  direction: OneWay,
  near: string | null,
): (string | null)[] {
  if (isNamesake(edge.kind)) return [near];
  const elsewhere = toldElsewhere(edges, edge);
  if (elsewhere !== undefined) {
    const towardsRun = edge.kind === (direction === 'DOWNSTREAM' ? 'INPUT' : 'OUTPUT');
    return near !== null || (towardsRun && elsewhere === 'ALL') ? [] : [null];
  }
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
        for (const other of near === id ? leadsTo(edges, edge, direction, member) : [])
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
      (toldElsewhere(edges, edge) === undefined ? own : []).map((member) => {
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
