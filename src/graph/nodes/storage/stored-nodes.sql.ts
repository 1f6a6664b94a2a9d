import { type Queryable, type Statement, statement } from '../../../platform/database/queryable.js';
import type { EntityRows } from './entity-rows.js';
import type { NodeRecord } from './node-record.entity.js';

type Row = Readonly<Record<string, unknown>>;

/** What all kinds share. Index: primary key. */
export function selectRecords(nodes: EntityRows<NodeRecord>): Statement {
  return statement('load_nodes', `select ${nodes.columns('n')} from node n where n.id = any($1)`);
}

/** What a kind keeps in a table of its own, and the id of each. Index: primary key. */
export function selectOwnRows(own: EntityRows<object>): Statement {
  return statement(`load_${own.table}`, `select k.id, ${own.columns('k')} from ${own.table} k where k.id = any($1)`);
}

/** Both of one kind. Indexes: primary keys. */
export function selectWithTable(nodes: EntityRows<NodeRecord>, own: EntityRows<object>): Statement {
  return statement(
    `load_whole_${own.table}`,
    `select ${nodes.columns('n')}, ${own.columns('k')} from ${own.table} k join node n on n.id = k.id where k.id = any($1)`,
  );
}

/** Runs one of these for some uuids; unknown ones are absent. */
export function readNodes(db: Queryable, select: Statement, ids: readonly string[]): Promise<Row[]> {
  return db.query<Row>(select, [ids]);
}
