import { type ColumnLink, type LineageLink, linkKey } from './lineage-types.js';

/**
 * What leads from which column or feature to which, by link. What the service tells of a link goes before what an answer told of it, and
 * that before the attributes of the link.
 */
export class ColumnLinks {
  private readonly byLink = new Map<string, readonly ColumnLink[]>();
  private readonly members = new Map<string, Set<string>>();

  constructor(links: readonly LineageLink[], ...told: (readonly ColumnLink[])[]) {
    const named = told.map(grouped);
    for (const link of links) {
      const key = linkKey(link);
      const pairs = named.map((each) => each.get(key)).find((each) => each !== undefined) ?? columnsOf(link);
      if (pairs.length > 0) this.byLink.set(key, pairs);
      for (const pair of pairs) {
        this.join(pair.from, pair.fromMember);
        this.join(pair.to, pair.toMember);
      }
    }
  }

  of(link: LineageLink): readonly ColumnLink[] {
    return this.byLink.get(linkKey(link)) ?? NONE;
  }

  /** Columns and features of a node from or to which something leads. */
  joinedOf(id: string): ReadonlySet<string> {
    return this.members.get(id) ?? NO_MEMBERS;
  }

  private join(id: string, member: string | null): void {
    if (member === null) return;
    const members = this.members.get(id);
    if (members === undefined) this.members.set(id, new Set([member]));
    else members.add(member);
  }
}

const NONE: readonly ColumnLink[] = [];
const NO_MEMBERS: ReadonlySet<string> = new Set();

function grouped(told: readonly ColumnLink[]): ReadonlyMap<string, readonly ColumnLink[]> {
  const byLink = new Map<string, ColumnLink[]>();
  for (const each of told) {
    const key = linkKey(each);
    const pairs = byLink.get(key);
    if (pairs === undefined) byLink.set(key, [each]);
    else pairs.push(each);
  }
  return byLink;
}

interface Attributes {
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly features?: readonly { readonly name: string }[];
}

/** As far as a link says it itself: a source which columns make a feature, a signature which features are read. */
function columnsOf({ from, to, kind, attributes }: LineageLink): readonly ColumnLink[] {
  const { columns = {}, features = [] } = (attributes ?? {}) as Attributes;
  if (kind === 'SIGNATURE')
    return [...new Set(features.map(({ name }) => name))].map((name) => ({
      from,
      to,
      kind,
      fromMember: name,
      toMember: null,
    }));
  if (kind !== 'SOURCE' && kind !== 'DERIVED_FROM') return NONE;
  return Object.entries(columns).flatMap(([toMember, sources]) =>
    sources.map((fromMember) => ({ from, to, kind, fromMember, toMember })),
  );
}
