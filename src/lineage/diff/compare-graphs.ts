import { type Differing, differencesOf } from './difference.js';
import type { FrozenEdge, FrozenGraph, FrozenNode } from './frozen-graph.js';

/** Every node that differs, by its id. */
export function compareNodes(from: FrozenGraph, to: FrozenGraph): Differing<FrozenNode>[] {
  return differencesOf(from.nodes, to.nodes);
}

/** Every edge that differs; two of one kind from one node to another are the same edge. */
export function compareEdges(from: FrozenGraph, to: FrozenGraph): Differing<FrozenEdge>[] {
  return differencesOf(edgesOf(from), edgesOf(to));
}

function edgesOf({ edges }: FrozenGraph): ReadonlyMap<string, FrozenEdge> {
  return new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge]));
}
