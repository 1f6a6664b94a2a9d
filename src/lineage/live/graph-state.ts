import { createHash } from 'node:crypto';
import { NODE_FACTS } from '../../graph/walks/walk-parts.sql.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';

/** What tells one edge from another among those that hold at one time. */
export interface EdgeKey {
  readonly from: string;
  readonly to: string;
  readonly kind: WalkedEdge['kind'];
}

export interface GraphDifference {
  readonly added: { readonly nodes: readonly WalkedNode[]; readonly edges: readonly WalkedEdge[] };
  readonly changed: { readonly nodes: readonly WalkedNode[]; readonly edges: readonly WalkedEdge[] };
  /** Nodes by their public ids. */
  readonly removed: { readonly nodes: readonly string[]; readonly edges: readonly EdgeKey[] };
}

/** A graph as it was told last: of each node and edge no more than what shows whether it has changed. */
export class GraphState {
  private nodes = new Map<string, { readonly publicId: string; readonly print: string }>();
  private edges = new Map<string, { readonly key: EdgeKey; readonly print: string }>();

  has(nodeId: string): boolean {
    return this.nodes.has(nodeId);
  }

  get nodeIds(): string[] {
    return [...this.nodes.keys()];
  }

  /** Becomes the graph that was walked, and says what is different. A node that was `touched` has changed, even if a walk doesn't tell how. */
  become(
    walkedNodes: readonly WalkedNode[],
    walkedEdges: readonly WalkedEdge[],
    touched: ReadonlySet<string>,
  ): GraphDifference {
    const [oldNodes, oldEdges] = [this.nodes, this.edges];
    this.nodes = new Map(walkedNodes.map((node) => [node.id, { publicId: node.publicId, print: printOfNode(node) }]));
    this.edges = new Map(
      walkedEdges.map((edge) => {
        const key = { from: edge.src.publicId, to: edge.dst.publicId, kind: edge.kind };
        return [nameOf(edge), { key, print: printOfEdge(edge) }];
      }),
    );
    const isOther = (id: string) => touched.has(id) || oldNodes.get(id)?.print !== this.nodes.get(id)?.print;
    return {
      added: {
        nodes: walkedNodes.filter(({ id }) => !oldNodes.has(id)),
        edges: walkedEdges.filter((edge) => !oldEdges.has(nameOf(edge))),
      },
      changed: {
        nodes: walkedNodes.filter(({ id }) => oldNodes.has(id) && isOther(id)),
        edges: walkedEdges.filter((edge) => {
          const old = oldEdges.get(nameOf(edge));
          return old !== undefined && old.print !== this.edges.get(nameOf(edge))?.print;
        }),
      },
      removed: {
        nodes: [...oldNodes].flatMap(([id, { publicId }]) => (this.nodes.has(id) ? [] : [publicId])),
        edges: [...oldEdges].flatMap(([name, { key }]) => (this.edges.has(name) ? [] : [key])),
      },
    };
  }
}

export function isEmpty({ added, changed, removed }: GraphDifference): boolean {
  return [added, changed, removed].every(({ nodes, edges }) => nodes.length === 0 && edges.length === 0);
}

function nameOf({ src, dst, kind }: WalkedEdge): string {
  return `${src.id} ${dst.id} ${kind}`;
}

function printOfNode(node: WalkedNode): string {
  return printOf([...NODE_FACTS.map((fact) => node.fact(fact)), node.depth, node.upstreamCount, node.downstreamCount]);
}

function printOfEdge({ runId, attributes, validFrom }: WalkedEdge): string {
  return printOf([runId, attributes, validFrom]);
}

function printOf(facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64');
}
