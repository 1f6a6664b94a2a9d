import type { CursorValues } from '../../platform/database/keyset.js';
import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { type NodeTest, nodeFits } from './filters/node-test.sql.js';
import { FindingSql } from './finding-sql.js';
import { joinFacts } from './join-facts.sql.js';
import type { ListedKind } from './listed-kind.js';
import { behindKeys } from './ordering/behind-place.sql.js';
import { NAME } from './ordering/common-orders.js';
import type { ResolvedListOrder } from './ordering/resolve-order.js';

export interface NodeQuestion {
  readonly project: string;
  readonly kind: NodeKind;
  /** What it can be ordered and counted by, beside what all kinds can. */
  readonly listed?: ListedKind | undefined;
  /** Undefined: all fit. */
  readonly test?: NodeTest | undefined;
  readonly includeDeleted: boolean;
  readonly asOf: string | null;
}

export interface WantedNodes {
  readonly order: ResolvedListOrder;
  readonly place: CursorValues | undefined;
  readonly limit: number;
}

export interface FoundNode {
  readonly id: string;
  /** The values of its cursor. */
  readonly place: CursorValues;
}

/** The conditions of a question, about `node n`. */
export function questionWhere({ project, kind, test, includeDeleted }: NodeQuestion, sql: FindingSql): string[] {
  return [
    `n.project = ${sql.add(project)}`,
    `n.kind = ${sql.add(kind)}`,
    ...(includeDeleted ? [] : ['n.deleted_at is null']),
    ...(test === undefined ? [] : [nodeFits(test, 'n', sql)]),
  ];
}

/**
 * Nodes of one kind that fit, in order. With a filter the statement has no name, so that it is planned for its values: how many fit decides which way is
 * short. Indexes: node_kind, node_name, node_owner, node_created_by, node_tags, and those of the conditions.
 */
export async function findNodes(
  db: Queryable,
  named: (text: string) => Statement,
  question: NodeQuestion,
  wanted: WantedNodes,
  signal?: AbortSignal,
): Promise<FoundNode[]> {
  const sql = new FindingSql(question.project, question.asOf);
  const text = isWalked(question, wanted.order) ? walked(question, wanted, sql) : sorted(question, wanted, sql);
  const isAlways = question.test === undefined && wanted.order.keys.every(({ name }) => name === '');
  const asked = isAlways ? named(text) : statement('', text);
  const rows = await db.query<{ id: string } & Record<string, string | null>>(asked, sql.values, signal);
  const { keys, signature } = wanted.order;
  return rows.map((row) => ({ id: row.id, place: [signature, ...keys.map((_, at) => row[`k${at}`] ?? null), row.id] }));
}

/** Whether an index has the nodes in this order: by registration, or by name and, in the same direction, so. What they were called once no index knows. */
function isWalked({ asOf }: NodeQuestion, { keys, newestFirst }: ResolvedListOrder): boolean {
  const [first, ...more] = keys;
  if (first === undefined) return true;
  return first.by === NAME && first.descending === newestFirst && more.length === 0 && asOf === null;
}

function walked(question: NodeQuestion, { order, place, limit }: WantedNodes, sql: FindingSql): string {
  const [first] = order.keys;
  const key = first?.fact.value('n', sql, first.name);
  const direction = order.newestFirst ? 'desc' : 'asc';
  const where = questionWhere(question, sql);
  if (place !== undefined) {
    const bounds = place.map((value, at) => `${sql.add(value)}::${at === place.length - 1 ? 'uuid' : 'text'}`);
    const columns = key === undefined ? 'n.id' : `(${key}, n.id)`;
    where.push(
      `${columns} ${order.newestFirst ? '<' : '>'} ${key === undefined ? bounds[0] : `(${bounds.join(', ')})`}`,
    );
  }
  return `select n.id${key === undefined ? '' : `, ${key} as k0`} from ${sql.nodes} n
     where ${where.join('\n       and ')}
     order by ${key === undefined ? '' : `${key} ${direction}, `}n.id ${direction}
     limit ${limit}`;
}

/** All that fit are sorted. "offset 0" has the keys of each looked up once, and not again for the place and the order. */
function sorted(question: NodeQuestion, { order, place, limit }: WantedNodes, sql: FindingSql): string {
  const { listed } = question;
  const facts = order.keys.map(({ fact }) => fact);
  const { joins, aliases } =
    listed === undefined
      ? { joins: '', aliases: { node: 'n', version: 'n', row: 'n' } }
      : joinFacts(listed, facts, sql);
  const values = order.keys.map(({ fact, name }, at) => `${fact.value(aliases[fact.of], sql, name)} as k${at}`);
  const where = questionWhere(question, sql);
  const keys = order.keys.map(({ descending }, at) => ({ expression: `n.k${at}`, nullable: true, descending }));
  const direction = order.newestFirst ? 'desc' : 'asc';
  const bounds = (place ?? []).map((value, at) =>
    value === null ? null : `${sql.add(value)}::${order.keys[at]?.fact.type ?? 'uuid'}`,
  );
  const behind =
    place === undefined
      ? ''
      : `where ${behindKeys(keys, bounds, `n.id ${order.newestFirst ? '<' : '>'} ${bounds.at(-1)}`)}\n     `;
  return `select n.id, ${keys.map(({ expression }, at) => `${expression}::text as k${at}`).join(', ')}
     from (
       select n.id, ${values.join(', ')}
       from ${sql.nodes} n ${joins}
       where ${where.join('\n         and ')}
       offset 0
     ) n
     ${behind}order by ${keys.map(({ expression, descending }) => `${expression} ${descending ? 'desc' : 'asc'} nulls last, `).join('')}n.id ${direction}
     limit ${limit}`;
}
