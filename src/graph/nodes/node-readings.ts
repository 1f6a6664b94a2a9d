import type { DataSource } from 'typeorm';
import type { Queryable, Statement } from '../../platform/database/queryable.js';
import type { GraphNode } from './graph-node.js';
import type { KindRegistry, NodeKindDefinition } from './kinds/kind-registry.js';
import type { NodeKind } from './kinds/node-kind.js';
import { EntityRows } from './storage/entity-rows.js';
import { NodeRecord } from './storage/node-record.entity.js';
import { readNodes, selectOwnRows, selectRecords, selectWithTable } from './storage/stored-nodes.sql.js';

/** How the nodes of a kind are read. */
interface Reading {
  /** Of nodes that are known to be of the kind: all of them. */
  readonly whole: (db: Queryable, ids: readonly string[]) => Promise<GraphNode[]>;
  /** Of records: what the kind keeps of them in a table of its own. */
  readonly rest: (db: Queryable, records: readonly NodeRecord[]) => Promise<GraphNode[]>;
}

/** How nodes are read, kind by kind; made when one is first read, for TypeORM knows columns only once it is connected. */
export class NodeReadings {
  private readonly readings = new Map<NodeKind, Reading>();
  private node: { readonly rows: EntityRows<NodeRecord>; readonly select: Statement } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly kinds: KindRegistry,
  ) {}

  /** What all kinds share; unknown ids are absent. */
  async records(db: Queryable, ids: readonly string[]): Promise<NodeRecord[]> {
    const { rows, select } = this.nodeRows();
    return (await readNodes(db, select, ids)).map((row) => rows.read(row, 'n'));
  }

  of(kind: NodeKind): Reading {
    const known = this.readings.get(kind);
    if (known !== undefined) return known;
    const definition = this.kinds.of(kind);
    const reading = definition.hasTable ? this.withTable(definition) : this.withoutTable(definition);
    this.readings.set(kind, reading);
    return reading;
  }

  ofType(type: new () => GraphNode): Reading {
    return this.of(this.kinds.ofType(type).kind);
  }

  private withTable({ kind, type }: NodeKindDefinition): Reading {
    const nodes = this.nodeRows().rows;
    const own = new EntityRows(this.dataSource, type);
    const whole = selectWithTable(nodes, own);
    const rest = selectOwnRows(own);
    return {
      whole: async (db, ids) =>
        (await readNodes(db, whole, ids)).map((row) =>
          Object.assign(own.read(row, 'k'), { node: nodes.read(row, 'n') }),
        ),
      rest: async (db, records) => {
        const ids = records.map(({ id }) => id);
        const rows = new Map((await readNodes(db, rest, ids)).map((row) => [row.id, own.read(row, 'k')]));
        return records.map((node) => {
          const row = rows.get(node.id);
          if (row === undefined) throw new Error(`${kind} ${node.id} has no row in its own table`);
          return Object.assign(row, { node });
        });
      },
    };
  }

  private withoutTable({ type }: NodeKindDefinition): Reading {
    const bare = (node: NodeRecord) => Object.assign(new type(), { node });
    return {
      whole: async (db, ids) => (await this.records(db, ids)).map(bare),
      rest: async (_db, records) => records.map(bare),
    };
  }

  private nodeRows(): { readonly rows: EntityRows<NodeRecord>; readonly select: Statement } {
    if (this.node === undefined) {
      const rows = new EntityRows(this.dataSource, NodeRecord);
      this.node = { rows, select: selectRecords(rows) };
    }
    return this.node;
  }
}
