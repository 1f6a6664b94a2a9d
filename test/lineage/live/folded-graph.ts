import { isDeepStrictEqual } from 'node:util';

interface NodeTold {
  readonly depth: number;
  readonly node: { readonly id: string; readonly [fact: string]: unknown };
  readonly [count: string]: unknown;
}

interface EdgeTold {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly [fact: string]: unknown;
}

export interface Delta {
  readonly cursor: string;
  readonly whole: boolean;
  readonly addedNodes: readonly NodeTold[];
  readonly changedNodes: readonly NodeTold[];
  readonly removedNodes: readonly string[];
  readonly addedEdges: readonly EdgeTold[];
  readonly changedEdges: readonly EdgeTold[];
  readonly removedEdges: readonly EdgeTold[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
}

export interface Graph {
  readonly nodes: readonly NodeTold[];
  readonly edges: readonly EdgeTold[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
}

const NODE =
  'depth upstreamCount downstreamCount node { id kind label description owner deletedAt tags { key value } }';
const EDGE = 'from to kind run attributes validFrom validTo';

export const FOLLOW = `subscription ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $limit: Int, $after: String) {
  lineageChanged(of: $of, direction: $direction, depth: $depth, limit: $limit, after: $after) {
    cursor whole addedNodes { ${NODE} } changedNodes { ${NODE} } removedNodes
    addedEdges { ${EDGE} } changedEdges { ${EDGE} } removedEdges { from to kind } complete incompleteBecause
  }
}`;

export const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $limit: Int) {
  lineage(of: $of, direction: $direction, depth: $depth, limit: $limit) {
    nodes { ${NODE} } edges { ${EDGE} } complete incompleteBecause
  }
}`;

/** What somebody has who folds deltas, and is strict about what they may say. */
export class FoldedGraph {
  private readonly nodes = new Map<string, NodeTold>();
  private readonly edges = new Map<string, EdgeTold>();
  private last: Pick<Delta, 'complete' | 'incompleteBecause'> | undefined;
  cursor: string | undefined;
  wholes = 0;

  take(delta: Delta): void {
    if (delta.whole) {
      this.nodes.clear();
      this.edges.clear();
      this.wholes++;
    }
    put(this.nodes, delta.addedNodes, ({ node }) => node.id, false);
    put(this.nodes, delta.changedNodes, ({ node }) => node.id, true);
    remove(this.nodes, delta.removedNodes);
    put(this.edges, delta.addedEdges, keyOf, false);
    put(this.edges, delta.changedEdges, keyOf, true);
    remove(this.edges, delta.removedEdges.map(keyOf));
    this.last = delta;
    this.cursor = delta.cursor;
  }

  equals(graph: Graph): boolean {
    const { complete, incompleteBecause } = this.last ?? {};
    return (
      isDeepStrictEqual(sorted([...this.nodes.values()]), sorted(graph.nodes)) &&
      isDeepStrictEqual(sorted([...this.edges.values()]), sorted(graph.edges)) &&
      complete === graph.complete &&
      incompleteBecause === graph.incompleteBecause
    );
  }

  get size(): number {
    return this.nodes.size;
  }
}

const keyOf = ({ from, to, kind }: EdgeTold) => `${from} ${to} ${kind}`;

function put<T>(map: Map<string, T>, items: readonly T[], key: (item: T) => string, there: boolean): void {
  for (const item of items) {
    if (map.has(key(item)) !== there) throw new Error(`${key(item)} is told as ${there ? 'changed' : 'added'}`);
    map.set(key(item), item);
  }
}

function remove(map: Map<string, unknown>, keys: readonly string[]): void {
  for (const key of keys) if (!map.delete(key)) throw new Error(`${key} is told as removed, and was not there`);
}

function sorted(items: readonly object[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
