export type Side = 'UPSTREAM' | 'DOWNSTREAM';
export type Change = 'ADDED' | 'REMOVED' | 'CHANGED';

/** What every answer tells of a node; the rest of a card is asked for when the card comes into sight. */
export interface LineageNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly depth: number;
  /** Direct neighbours, drawn or not; undefined where the answer doesn't tell. */
  readonly upstreamCount?: number | undefined;
  readonly downstreamCount?: number | undefined;
}

export interface LineageLink {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly attributes?: Readonly<Record<string, unknown>> | null | undefined;
}

/** From a column or feature to another one, or from or to a whole node (null), along a link. */
export interface ColumnLink extends Pick<LineageLink, 'from' | 'to' | 'kind'> {
  readonly fromMember: string | null;
  readonly toMember: string | null;
}

/** Where a walk stopped: with `after` it can go on. */
export interface Frontier {
  readonly id: string;
  readonly side: Side;
  readonly hidden: number;
  readonly after: string;
}

/** One answer of lineage. */
export interface LineagePart {
  readonly roots: readonly string[];
  readonly nodes: readonly LineageNode[];
  readonly links: readonly LineageLink[];
  /** Which columns and features lead to which, where the answer tells. */
  readonly columnLinks?: readonly ColumnLink[] | undefined;
  readonly frontier: readonly Frontier[];
  /** Which sides of its roots it tells of: where it names no frontier there, all is told. */
  readonly sides?: readonly Side[];
  /** Why something is missing that no way on leads to: ACCESS, TIME_LIMIT; undefined where nothing is. */
  readonly missing?: string | undefined;
}

export const sideKey = (id: string, side: Side): string => `${side === 'UPSTREAM' ? 'u' : 'd'}.${id}`;
export const linkKey = ({ from, to, kind }: Pick<LineageLink, 'from' | 'to' | 'kind'>): string =>
  `${from} ${to} ${kind}`;
