/** An edge between two nodes by name; of SOURCE `columns`, of SIGNATURE `features`. */
export interface ImpactEdge {
  readonly src: string;
  readonly dst: string;
  readonly kind: string;
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly features?: readonly string[];
}

export interface Start {
  readonly node: string;
  readonly member: string | null;
}

export interface ExpectedHit {
  readonly outcome: 'BREAKS' | 'GOES_STALE';
  /** Null: all of it. */
  readonly features: readonly string[] | null;
  /** Edges on a shortest way to the worst that becomes of it. */
  readonly length: number;
}

const IN_USE = ['VERSION_OF', 'SIGNATURE', 'BINDING', 'CHILD_OF'];

/** What is reached, by relaxing all edges until nothing changes. */
export function impactOracle(edges: readonly ImpactEdge[], starts: readonly Start[]): ReadonlyMap<string, ExpectedHit> {
  const lengths = new Map<string, number>();
  const key = (node: string, member: string | null, outcome: string) => JSON.stringify([node, member, outcome]);
  for (const { node, member } of starts) lengths.set(key(node, member, 'BREAKS'), 0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [from, length] of [...lengths]) {
      const [node, member, outcome] = JSON.parse(from) as [string, string | null, string];
      for (const edge of edges.filter(({ src }) => src === node)) {
        const next = outcome === 'BREAKS' && IN_USE.includes(edge.kind) ? 'BREAKS' : 'GOES_STALE';
        for (const each of membersBehind(edge, member)) {
          const to = key(edge.dst, each, next);
          if ((lengths.get(to) ?? Infinity) <= length + 1) continue;
          lengths.set(to, length + 1);
          changed = true;
        }
      }
    }
  }
  const hits = new Map<string, ExpectedHit>();
  for (const wanted of ['GOES_STALE', 'BREAKS'] as const) {
    const found = [...lengths]
      .map(([text, length]) => ({ length, place: JSON.parse(text) as [string, string | null, string] }))
      .filter(({ place, length }) => place[2] === wanted && length > 0);
    for (const node of new Set(found.map(({ place }) => place[0]))) {
      const own = found.filter(({ place }) => place[0] === node);
      const members = own.flatMap(({ place }) => place[1] ?? []).sort();
      hits.set(node, {
        outcome: wanted,
        features: members.length === own.length ? members : null,
        length: Math.min(...own.map(({ length }) => length)),
      });
    }
  }
  for (const { node } of starts) hits.delete(node);
  return hits;
}

function membersBehind({ columns, features }: ImpactEdge, member: string | null): (string | null)[] {
  if (member === null) return [null];
  if (columns !== undefined) return Object.keys(columns).filter((feature) => columns[feature]?.includes(member));
  return features === undefined || features.includes(member) ? [null] : [];
}
