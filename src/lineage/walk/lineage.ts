import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { PackedWalk } from '../../graph/walks/packed-walk.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import type { FrontierEntry } from './frontier.js';
import type { IncompleteReason } from './lineage-enums.js';

/** From one column or feature to another, or from or to a whole node (null), never between two of these. */
export interface ColumnEdge {
  /** The edge that tells of it. */
  readonly edge: WalkedEdge;
  readonly from: string | null;
  readonly to: string | null;
  /** In which a feature is read, and how a column was made from the other, where that is told. */
  readonly roles: readonly string[];
  readonly transformations: readonly string[];
}

/** What was found, before it is put into GraphQL's shape. */
export interface Lineage {
  readonly roots: readonly string[];
  /** All that was found where it came as columns: then the lists are empty. */
  readonly packed?: PackedWalk | undefined;
  /** The walked nodes of the kinds asked for. */
  readonly chosen: readonly WalkedNode[];
  /** Those between the chosen nodes, where they were wanted. */
  readonly edges: readonly WalkedEdge[];
  /** Between the columns and features that were walked; undefined where nodes were. */
  readonly columnEdges?: readonly ColumnEdge[];
  readonly frontier: readonly FrontierEntry[];
  /** The greatest of a walked node. */
  readonly depth: number;
  readonly incompleteBecause: IncompleteReason | undefined;
  readonly asOf: string;
  /** Every node walked, by id, with all that its kind has: for what the walk itself does not tell. */
  readonly load: () => Promise<ReadonlyMap<string, GraphNode>>;
}

/** Kinds choose what stands in the answer; undefined: all. */
export function chooseKinds(
  nodes: readonly WalkedNode[],
  kinds: readonly NodeKind[] | undefined,
): readonly WalkedNode[] {
  return kinds === undefined ? nodes : nodes.filter(({ kind }) => kinds.includes(kind));
}

export function greatestDepth(nodes: readonly WalkedNode[]): number {
  return nodes.reduce((greatest, { depth }) => Math.max(greatest, depth), 0);
}

/** The edges that begin and end in these nodes. */
export function edgesAmong(nodes: readonly WalkedNode[], edges: readonly WalkedEdge[]): readonly WalkedEdge[] {
  const among = new Set(nodes);
  return edges.filter(({ src, dst }) => among.has(src) && among.has(dst));
}
