import { readCompact } from '../graph/answer-graph.js';
import type { Frontier, LineagePart, Side } from '../graph/lineage-types.js';
import { SIDES } from '../graph/loaded-graph.js';
import type { Ask } from './ask.js';

export interface LineageQuestion {
  readonly of: readonly string[];
  readonly direction: Side | 'BOTH';
  readonly depth: number;
  readonly limit: number;
  readonly asOf?: string | undefined;
  readonly after?: string | undefined;
}

/** The query of a picture, as one would write it by hand. */
export const LINEAGE_QUERY = `query Lineage(
  $of: [Ref!]!
  $direction: LineageDirection!
  $depth: Int!
  $limit: Int!
  $asOf: DateTime
  $after: String
) {
  lineage(
    of: $of
    direction: $direction
    depth: $depth
    limit: $limit
    asOf: $asOf
    after: $after
  ) {
    complete
    incompleteBecause
    nodes {
      depth
      upstreamCount
      downstreamCount
      node { id kind label }
    }
    edges { from to kind attributes }
    frontier { direction hiddenNeighbours after node { id label } }
  }
}`;

/** The same in columns: a thousand nodes are a tenth as much text, and nothing is loaded for them. */
const COMPACT_QUERY = `query Lineage(
  $of: [Ref!]!
  $direction: LineageDirection!
  $depth: Int!
  $limit: Int!
  $asOf: DateTime
  $after: String
) {
  lineage(
    of: $of
    direction: $direction
    depth: $depth
    limit: $limit
    asOf: $asOf
    after: $after
  ) {
    incompleteBecause
    roots { id }
    compact(counts: true, attributes: true)
    frontier { direction hiddenNeighbours after node { id } }
  }
}`;

interface Lineage {
  readonly incompleteBecause: string | null;
  readonly roots: readonly { readonly id: string }[];
  readonly compact: unknown;
  readonly frontier: readonly {
    readonly direction: Side;
    readonly hiddenNeighbours: number;
    readonly after: string;
    readonly node: { readonly id: string };
  }[];
}

/** Asks for a part of the graph. */
export async function loadLineage(ask: Ask, question: LineageQuestion, signal?: AbortSignal): Promise<LineagePart> {
  const { lineage } = await ask<{ lineage: Lineage }>(COMPACT_QUERY, question, signal);
  const { nodes, links } = readCompact(lineage.compact) ?? { nodes: [], links: [] };
  return {
    roots: lineage.roots.map(({ id }) => id),
    nodes,
    links,
    sides: question.depth === 0 ? [] : question.direction === 'BOTH' ? SIDES : [question.direction],
    frontier: lineage.frontier.map(
      ({ node, direction, hiddenNeighbours, after }): Frontier => ({
        id: node.id,
        side: direction,
        hidden: hiddenNeighbours,
        after,
      }),
    ),
    // Depth and limit are ours, and have ways on.
    missing: ['ACCESS', 'TIME_LIMIT'].find((reason) => reason === lineage.incompleteBecause),
  };
}
