import type { Queryable } from '../../../platform/database/queryable.js';
import type { GraphNode } from '../graph-node.js';
import type { NodeKind } from '../kinds/node-kind.js';
import type { NodeReadings } from '../node-readings.js';
import type { NodeRecord } from './node-record.entity.js';

/** Reads whole nodes of any kind: the `node` row, and the row of the kind's own table where it has one. */
export class NodeStore {
  /** A transaction has one connection, which takes one statement at a time. */
  constructor(
    private readonly db: Queryable,
    private readonly readings: NodeReadings,
    private readonly oneByOne = false,
  ) {}

  /** The same store inside a transaction. */
  within(tx: Queryable): NodeStore {
    return new NodeStore(tx, this.readings, true);
  }

  /** Nodes by uuid, deleted ones too; unknown ids are absent. One statement, and one per kind with a table. */
  async load(ids: readonly string[]): Promise<ReadonlyMap<string, GraphNode>> {
    const byKind = groupByKind(await this.readings.records(this.db, [...new Set(ids)]));
    const nodes = new Map<string, GraphNode>();
    const loadGroup = async ([kind, records]: [NodeKind, NodeRecord[]]) => {
      for (const node of await this.readings.of(kind).rest(this.db, records)) nodes.set(node.node.id, node);
    };
    if (this.oneByOne) for (const group of byKind) await loadGroup(group);
    else await Promise.all([...byKind].map(loadGroup));
    return nodes;
  }

  /** Nodes that are known to be of this type, by uuid: one statement. */
  async loadAll<T extends GraphNode>(type: new () => T, ids: readonly string[]): Promise<ReadonlyMap<string, T>> {
    const nodes = await this.readings.ofType(type).whole(this.db, [...new Set(ids)]);
    return new Map(nodes.map((node) => [node.node.id, node as T]));
  }

  /** Nodes that are known to be of this kind, by uuid: one statement. */
  async loadKind(kind: NodeKind, ids: readonly string[]): Promise<ReadonlyMap<string, GraphNode>> {
    const nodes = await this.readings.of(kind).whole(this.db, ids);
    return new Map(nodes.map((node) => [node.node.id, node]));
  }

  /** One node of any kind that is known to exist. */
  async one(id: string): Promise<GraphNode> {
    const node = (await this.load([id])).get(id);
    if (node === undefined) throw new Error(`node ${id} is gone`);
    return node;
  }

  /** One node that is known to exist, and to be of this type. */
  async get<T extends GraphNode>(type: new () => T, id: string): Promise<T> {
    const node = (await this.loadAll(type, [id])).get(id);
    if (node === undefined) throw new Error(`node ${id} is not a ${type.name}`);
    return node;
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
