import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { SqlParameters } from '../../platform/database/sql-parameters.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import type { ListedNode } from '../nodes/lists/list.sql.js';
import { NodeOrder } from '../nodes/lists/node-filter.input.js';
import { type NodeTest, nodeFits } from './node-test.sql.js';

export interface NodeQuestion {
  readonly project: string;
  readonly kind: NodeKind;
  readonly test: NodeTest;
  readonly includeDeleted: boolean;
}

const ORDERS: Readonly<Record<NodeOrder, { readonly by: string; readonly behind: string }>> = {
  [NodeOrder.NEWEST]: { by: 'n.id desc', behind: 'n.id < $2::uuid' },
  [NodeOrder.OLDEST]: { by: 'n.id', behind: 'n.id > $2::uuid' },
  [NodeOrder.NAME]: { by: 'n.name collate "C", n.id', behind: '(n.name collate "C", n.id) > ($1, $2::uuid)' },
};

/** The conditions of a question, about `node n`. */
export function questionWhere({ project, kind, test, includeDeleted }: NodeQuestion, sql: SqlParameters): string[] {
  return [
    `n.project = ${sql.add(project)}`,
    `n.kind = ${sql.add(kind)}`,
    ...(includeDeleted ? [] : ['n.deleted_at is null']),
    nodeFits(test, 'n', sql),
  ];
}

/**
 * Nodes of one kind that fit, one more than the page holds. The statement has no name, so that it is planned for its values: how many fit decides which way is
 * short. Indexes: node_kind, node_name, node_owner, node_created_by, node_tags, and those of the conditions.
 */
export function findNodes(
  db: Queryable,
  question: NodeQuestion,
  order: NodeOrder,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<ListedNode[]> {
  const [name, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['text', 'uuid']);
  const sql = new SqlParameters();
  const where = questionWhere(question, sql);
  const { by, behind } = ORDERS[order];
  if (id != null) {
    const places = behind.replace('$1', () => `${sql.add(name)}::text`).replace('$2', () => sql.add(id));
    where.push(places);
  }
  const text = `select n.id, n.name from node n\n     where ${where.join('\n       and ')}\n     order by ${by}\n     limit ${page.first + 1}`;
  return db.query<ListedNode>(statement('', text), sql.values, signal);
}
