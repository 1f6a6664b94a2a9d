/** An edge between two nodes; `columns` says which columns each feature is computed from, `features` which features are read. */
export interface PathEdge {
  readonly src: string;
  readonly dst: string;
  readonly kind: string;
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly features?: readonly string[];
}

export interface OraclePlace {
  readonly id: string;
  readonly member: string | null;
}

export interface OraclePath {
  readonly places: readonly OraclePlace[];
  readonly exact: boolean;
}

const same = (a: OraclePlace, b: OraclePlace) => a.id === b.id && a.member === b.member;

/** Where one edge leads from a place. */
function ends(edge: PathEdge, { member }: OraclePlace, to: OraclePlace): OraclePlace[] {
  const { columns, features } = edge;
  let members: (string | null)[];
  if (columns !== undefined && member !== null)
    members = Object.keys(columns).filter((feature) => columns[feature]?.includes(member));
  else members = features !== undefined && member !== null && !features.includes(member) ? [] : [null];
  if (edge.dst !== to.id) return members.map((each) => ({ id: edge.dst, member: each }));
  if (to.member === null || columns === undefined) return members.length === 0 ? [] : [to];
  const read = columns[to.member];
  return read !== undefined && (member === null || read.includes(member)) ? [to] : [];
}

/** Whether an edge says which column or feature goes along it; of whole nodes there is nothing to say. */
function isNamed(edge: PathEdge, from: OraclePlace, to: OraclePlace): boolean {
  if (from.member === null && to.member === null) return true;
  return edge.columns !== undefined || (edge.features !== undefined && to.member === null);
}

/** Every path on which no place stands twice, by trying them all: shortest first, then by the places on them. */
export function allPaths(edges: readonly PathEdge[], from: OraclePlace, to: OraclePlace): OraclePath[] {
  const found: OraclePath[] = [];
  const go = (places: readonly OraclePlace[], exact: boolean) => {
    const last = places[places.length - 1] ?? from;
    if (same(last, to)) {
      found.push({ places, exact });
      return;
    }
    const next = new Map<string, { place: OraclePlace; named: boolean }>();
    for (const edge of edges.filter(({ src }) => src === last.id)) {
      for (const place of ends(edge, last, to)) {
        const key = keyOf(place);
        next.set(key, { place, named: (next.get(key)?.named ?? false) || isNamed(edge, last, place) });
      }
    }
    for (const { place, named } of next.values())
      if (!places.some((passed) => same(passed, place))) go([...places, place], exact && named);
  };
  go([from], true);
  return found.sort((a, b) => a.places.length - b.places.length || compare(a.places.map(keyOf), b.places.map(keyOf)));
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, key] of a.entries()) if (key !== b[index]) return key < (b[index] ?? '') ? -1 : 1;
  return 0;
}

export function keyOf({ id, member }: OraclePlace): string {
  return member === null ? id : `${id} ${member}`;
}
