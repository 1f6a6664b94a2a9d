import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import type { Turns } from '../../platform/turns/turns.js';
import type { ColumnEdge } from '../walk/lineage.js';

/** What a compact answer holds besides ids, kinds, labels, depths and edges. */
export interface CompactParts {
  readonly counts: boolean;
  readonly attributes: boolean;
  /** Undefined where they aren't wanted. */
  readonly columnEdges: readonly ColumnEdge[] | undefined;
}

/** How many values are written at once. */
const SLICE = 2_000;

/**
 * A graph as columns: `ids[n]`, `kinds[n]`, `labels[n]` and `depths[n]` tell of node n, `deleted` and the ends of edges are such numbers.
 * It is written as text from what the walk's one row told; others are served in between.
 */
export async function writeCompact(
  nodes: readonly WalkedNode[],
  edges: readonly WalkedEdge[],
  { counts, attributes, columnEdges }: CompactParts,
  turns: Turns,
): Promise<string> {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const deleted = [...numbers].flatMap(([node, number]) => (node.deletedAt == null ? [] : [number]));
  const column = <Item>(items: readonly Item[], read: (item: Item) => unknown) => writeColumn(items, read, turns);
  const columns: (readonly [string, string])[] = [
    ['ids', await column(nodes, (node) => node.publicId)],
    ['kinds', await column(nodes, (node) => node.kind)],
    ['labels', await column(nodes, (node) => node.fact('label') ?? null)],
    ['depths', await column(nodes, (node) => node.depth)],
    ['deleted', JSON.stringify(deleted)],
    ['edges', await column(edges, ({ src, dst, kind }) => [numbers.get(src), numbers.get(dst), kind])],
  ];
  if (counts) {
    columns.push(['upstreamCounts', await column(nodes, (node) => node.upstreamCount)]);
    columns.push(['downstreamCounts', await column(nodes, (node) => node.downstreamCount)]);
  }
  if (attributes) columns.push(['attributes', await column(edges, (edge) => edge.attributes ?? {})]);
  if (columnEdges !== undefined) {
    const numberOf = new Map(edges.map((edge, number) => [edge, number]));
    columns.push(['members', await column(nodes, ({ members }) => members)]);
    columns.push(['columnEdges', await column(columnEdges, ({ edge, from, to }) => [numberOf.get(edge), from, to])]);
  }
  return `{${columns.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
}

async function writeColumn<Item>(items: readonly Item[], read: (item: Item) => unknown, turns: Turns): Promise<string> {
  const texts: string[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    if (turns.isOver) await turns.take();
    texts.push(JSON.stringify(items.slice(from, from + SLICE).map(read)).slice(1, -1));
  }
  return `[${texts.join(',')}]`;
}
