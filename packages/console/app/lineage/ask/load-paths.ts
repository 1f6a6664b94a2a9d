import type { LineagePart } from '../graph/lineage-types.js';
import type { Ask } from './ask.js';

export const PATHS_QUERY = `query Paths($from: Ref!, $to: Ref!, $asOf: DateTime) {
  lineagePaths(from: $from, to: $to, asOf: $asOf, limit: 20) {
    length exact hasNext complete
    nodes { label member node { id kind label } }
    edges { from to kind attributes }
  }
}`;

interface Path {
  readonly hasNext: boolean;
  readonly complete: boolean;
  readonly nodes: readonly { readonly node: { readonly id: string; readonly kind: string; readonly label: string } }[];
  readonly edges: LineagePart['links'];
}

export interface FoundPaths {
  readonly part: LineagePart;
  readonly count: number;
  /** Whether there are others than those. */
  readonly more: boolean;
}

/** The ways from one node to another, as a part of the graph. */
export async function loadPaths(ask: Ask, from: string, to: string, asOf: string | undefined): Promise<FoundPaths> {
  const { lineagePaths } = await ask<{ lineagePaths: readonly Path[] }>(PATHS_QUERY, { from, to, asOf });
  const nodes = new Map(lineagePaths.flatMap((path) => path.nodes.map(({ node }) => [node.id, { ...node, depth: 1 }])));
  const links = lineagePaths.flatMap(({ edges }) => edges);
  return {
    part: { roots: [], nodes: [...nodes.values()], links, frontier: [] },
    count: lineagePaths.length,
    more: lineagePaths.at(-1)?.hasNext === true || lineagePaths.some(({ complete }) => !complete),
  };
}
