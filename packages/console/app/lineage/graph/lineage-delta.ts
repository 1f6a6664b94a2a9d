import { type LineageLink, type LineageNode, type LineagePart, linkKey } from './lineage-types.js';
import type { LoadedGraph } from './loaded-graph.js';

interface ToldNode {
  readonly depth: number;
  readonly upstreamCount: number;
  readonly downstreamCount: number;
  readonly node: Pick<LineageNode, 'id' | 'kind' | 'label'>;
}

/** What has become of a graph that is followed. */
export interface Delta {
  readonly cursor: string;
  /** Whether it tells the whole graph anew. */
  readonly whole: boolean;
  readonly addedNodes: readonly ToldNode[];
  readonly changedNodes: readonly ToldNode[];
  readonly removedNodes: readonly string[];
  readonly addedEdges: readonly LineageLink[];
  readonly changedEdges: readonly LineageLink[];
  readonly removedEdges: readonly LineageLink[];
}

/** Ids of nodes and keys of links. */
export interface Ids {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

export interface Followed {
  readonly loaded: LoadedGraph;
  /** All that was told by the graph that is followed: only of that is it known that it has gone. */
  readonly told: Ids;
}

export const idsOf = ({ nodes, links }: Pick<LineagePart, 'nodes' | 'links'>): Ids => ({
  nodes: new Set(nodes.map(({ id }) => id)),
  links: new Set(links.map(linkKey)),
});

/** A picture's graph after a delta. What was loaded besides what is followed stays. */
export function withDelta(loaded: LoadedGraph, told: Ids, delta: Delta): Followed {
  const nodes = [...delta.addedNodes, ...delta.changedNodes].map(({ node, ...counts }) => ({ ...node, ...counts }));
  const links = [...delta.addedEdges, ...delta.changedEdges];
  const now = idsOf({ nodes, links });
  const gone = delta.whole
    ? { nodes: minus(told.nodes, now.nodes), links: minus(told.links, now.links) }
    : { nodes: new Set(delta.removedNodes), links: new Set(delta.removedEdges.map(linkKey)) };
  const stays = delta.whole ? NOTHING : { nodes: minus(told.nodes, gone.nodes), links: minus(told.links, gone.links) };
  return {
    loaded: loaded.with({ roots: [], nodes, links, frontier: [] }).without(gone),
    told: { nodes: union(stays.nodes, now.nodes), links: union(stays.links, now.links) },
  };
}

const NOTHING: Ids = { nodes: new Set(), links: new Set() };
const minus = (all: ReadonlySet<string>, some: ReadonlySet<string>) => new Set([...all].filter((id) => !some.has(id)));
const union = (some: ReadonlySet<string>, others: ReadonlySet<string>) => new Set([...some, ...others]);
