import DataLoader from 'dataloader';
import { Any, type EntityManager } from 'typeorm';
import type { GraphNode } from './graph-node.js';
import type { KindRegistry } from './kind-registry.js';
import type { NodeKind } from './node-kind.js';
import { NodeRecord } from './node-record.entity.js';

/** Reads whole nodes of any kind: the `node` row, and the row of the kind's own table where it has one. */
export class NodeStore {
  constructor(
    private readonly manager: EntityManager,
    private readonly kinds: KindRegistry,
  ) {}

  /** The same store inside a transaction. */
  within(manager: EntityManager): NodeStore {
    return new NodeStore(manager, this.kinds);
  }

  /** Nodes by uuid, deleted ones too; unknown ids are absent. One statement, and one per kind with a table. */
  async load(ids: readonly string[]): Promise<ReadonlyMap<string, GraphNode>> {
    const records = await this.manager.findBy(NodeRecord, { id: Any([...new Set(ids)]) });
    const byKind = groupByKind(records);
    const nodes = new Map<string, GraphNode>();
    const loadGroup = async ([kind, group]: [NodeKind, NodeRecord[]]) => {
      for (const node of await this.loadKind(kind, group)) nodes.set(node.node.id, node);
    };
    // A transaction has one connection, which takes one statement at a time.
    if (this.manager.queryRunner === undefined) await Promise.all([...byKind].map(loadGroup));
    else for (const group of byKind) await loadGroup(group);
    return nodes;
  }

  /** One node of any kind that is known to exist. */
  async one(id: string): Promise<GraphNode> {
    const node = (await this.load([id])).get(id);
    if (node === undefined) throw new Error(`node ${id} is gone`);
    return node;
  }

  /** One node that is known to exist, and to be of this type. */
  async get<T extends GraphNode>(type: new () => T, id: string): Promise<T> {
    const node = (await this.load([id])).get(id);
    if (!(node instanceof type)) throw new Error(`node ${id} is not a ${type.name}`);
    return node;
  }

  /** A loader for one request: loads asked for in one tick become one batch. Unknown ids give null. */
  createLoader(
    inTurn: <T>(load: () => Promise<T>) => Promise<T> = (load) => load(),
  ): DataLoader<string, GraphNode | null> {
    return new DataLoader(async (ids) => {
      const nodes = await inTurn(() => this.load(ids));
      return ids.map((id) => nodes.get(id) ?? null);
    });
  }

  private async loadKind(kind: NodeKind, records: readonly NodeRecord[]): Promise<GraphNode[]> {
    const { type, hasTable } = this.kinds.of(kind);
    if (!hasTable) return records.map((node) => Object.assign(new type(), { node }));
    const rows = await this.manager.find(type as new () => GraphNode & { nodeId: string }, {
      where: { nodeId: Any(records.map((record) => record.id)) },
    });
    const byId = new Map(rows.map((row) => [row.nodeId, row]));
    return records.map((node) => {
      const row = byId.get(node.id);
      if (row === undefined) throw new Error(`${kind} ${node.id} has no row in its own table`);
      return Object.assign(row, { node });
    });
  }
}

function groupByKind(records: readonly NodeRecord[]): Map<NodeKind, NodeRecord[]> {
  const groups = new Map<NodeKind, NodeRecord[]>();
  for (const record of records) {
    const group = groups.get(record.kind);
    if (group === undefined) groups.set(record.kind, [record]);
    else group.push(record);
  }
  return groups;
}
