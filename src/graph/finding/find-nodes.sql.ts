import type { CursorValues } from '../../platform/database/keyset.js';
import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { FindingSql } from './finding-sql.js';
import { joinFacts } from './join-facts.sql.js';
import { type NodeQuestion, questionWhere, type WantedNodes } from './node-question.sql.js';
import { behindKeys } from './ordering/behind-place.sql.js';
import { isWalked, walked } from './walk-nodes.sql.js';

export interface FoundNode {
  readonly id: string;
  /** The values of its cursor. */
  readonly place: CursorValues;
}

/**
 * Nodes of one kind that fit, in order. With a filter the statement has no name, so that it is planned for its values: how many fit decides which way is
 * short. Indexes: those of walked, node_owner, node_created_by, node_tags, and those of the conditions.
 */
export async function findNodes(
  db: Queryable,
  named: (text: string) => Statement,
  question: NodeQuestion,
  wanted: WantedNodes,
  signal?: AbortSignal,
): Promise<FoundNode[]> {
  const sql = new FindingSql(question.project, question.asOf);
  const text = isWalked(question, wanted) ? walked(question, wanted, sql) : sorted(question, wanted, sql);
  const isAlways = question.test === undefined && wanted.order.keys.every(({ name }) => name === '');
  const asked = isAlways ? named(text) : statement('', text);
  const rows = await db.query<{ id: string } & Record<string, string | null>>(asked, sql.values, signal);
  const { keys, signature } = wanted.order;
  return rows.map((row) => ({ id: row.id, place: [signature, ...keys.map((_, at) => row[`k${at}`] ?? null), row.id] }));
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
