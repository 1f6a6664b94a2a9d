import DataLoader from 'dataloader';
import type { GraphNode } from './graph-node.js';
import type { NodeStore } from './storage/node-store.js';

type Loader<T> = DataLoader<string, T | null>;

/** The nodes that one request reads: each once, and those that are asked for in one tick together. */
export class NodeLoaders {
  private readonly byType = new Map<new () => GraphNode, Loader<GraphNode>>();

  /** Of any kind; null for an id that no node has. */
  readonly any: Loader<GraphNode> = new DataLoader(async (ids) => {
    const nodes = this.seenOf(await this.inTurn(() => this.store.load(ids)));
    for (const [id, node] of nodes) this.byType.get(node.constructor as new () => GraphNode)?.prime(id, node);
    return ids.map((id) => nodes.get(id) ?? null);
  });

  constructor(
    private readonly store: NodeStore,
    private readonly inTurn: <T>(load: () => Promise<T>) => Promise<T>,
    /** Of the projects that may be seen; undefined: all. The others have no nodes here. */
    private readonly seen: readonly string[] | undefined,
  ) {}

  /** Of one type, which takes one statement less; null for an id that no such node has. */
  of<T extends GraphNode>(type: new () => T): Loader<T> {
    const known = this.byType.get(type);
    if (known !== undefined) return known as Loader<T>;
    const loader: Loader<T> = new DataLoader(async (ids) => {
      const nodes = this.seenOf(await this.inTurn(() => this.store.loadAll(type, ids)));
      for (const [id, node] of nodes) this.any.prime(id, node);
      return ids.map((id) => nodes.get(id) ?? null);
    });
    this.byType.set(type, loader as Loader<GraphNode>);
    return loader;
  }

  private seenOf<T extends GraphNode>(nodes: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    const { seen } = this;
    if (seen === undefined) return nodes;
    return new Map([...nodes].filter(([, { project }]) => seen.includes(project)));
  }
}
