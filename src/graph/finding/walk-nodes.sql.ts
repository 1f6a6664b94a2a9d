import type { FindingSql } from './finding-sql.js';
import { madeBy, type NodeQuestion, questionWhere, type WantedNodes } from './node-question.sql.js';
import { nodesAsOf, SETTLED } from './nodes-as-of.sql.js';
import { NAME } from './ordering/common-orders.js';

/** Whether an index has the nodes in this order: by registration, or by name and, in the same direction, so. Nobody knows which of what was called otherwise fit. */
export function isWalked({ asOf, test }: NodeQuestion, { order: { keys, newestFirst } }: WantedNodes): boolean {
  const [first, ...more] = keys;
  if (first === undefined) return true;
  return (
    first.by === NAME && first.descending === newestFirst && more.length === 0 && (asOf === null || test === undefined)
  );
}

/** A page as an index has it. Indexes: node_kind, node_name; as of a time node_gone and node_renamed too. */
export function walked(question: NodeQuestion, wanted: WantedNodes, sql: FindingSql): string {
  if (question.asOf !== null && question.test === undefined) return walkedThen(question, question.asOf, wanted, sql);
  const { key, direction, behind, limit } = wayOf(wanted, sql);
  const where = [...questionWhere(question, sql), ...behind('n')];
  return `select n.id${key === undefined ? '' : `, ${key} as k0`} from ${sql.nodes} n
     where ${where.join('\n       and ')}
     order by ${key === undefined ? '' : `${key} ${direction}, `}n.id ${direction}
     limit ${limit}`;
}

/** How a list goes: by its key, if it has one, and by ids. */
function wayOf({ order, place, limit }: WantedNodes, sql: FindingSql) {
  const isByName = order.keys.length > 0;
  const direction = order.newestFirst ? 'desc' : 'asc';
  const bounds = place?.map((value, at) => `${sql.add(value)}::${at === place.length - 1 ? 'uuid' : 'text'}`);
  const columns = (n: string) => (isByName ? `(${n}.name collate "C", ${n}.id)` : `${n}.id`);
  const behind = (n: string) =>
    bounds === undefined ? [] : [`${columns(n)} ${order.newestFirst ? '<' : '>'} (${bounds.join(', ')})`];
  return { key: isByName ? 'n.name collate "C"' : undefined, direction, behind, limit };
}

/*   by registration   what lives: node_kind ──▶ ┐                by name   not renamed since: node_name ─────────────▶ ┐
 *                     what is gone: node_gone ─▶ ┴▶ the first        renamed since, by what they were called: sorted ─▶ ┴▶ the first   */
/** The same as of a time, from two sides. What was then is asked node by node, of as many as make a page: "offset 0" has the index walked first. */
function walkedThen(question: NodeQuestion, asOf: string, wanted: WantedNodes, sql: FindingSql): string {
  const { key, direction, behind, limit } = wayOf(wanted, sql);
  const then = sql.time ?? '';
  const where = [`n.project = ${sql.add(question.project)}`, `n.kind = ${sql.add(question.kind)}`];
  const keys = ['n.id', ...(key === undefined ? [] : [`${key} as k0`])].join(', ');
  const lives = question.includeDeleted ? 'true' : 'n.lives';
  const inOrder = `order by ${key === undefined ? '' : `${key} ${direction}, `}n.id ${direction}`;
  const from = (rows: readonly string[], ordered: string) =>
    nodesAsOf(then, `(select * from node n where ${[...where, ...rows].join(' and ')} ${ordered})`);
  const side = (rows: readonly string[]) =>
    `(select ${keys} from ${from([...rows, ...behind('n')], `${inOrder} offset 0`)} n where ${lives} limit ${limit})`;
  const sides =
    key === undefined
      ? ['n.deleted_at is null', 'n.deleted_at is not null'].map((rows) => side([rows, ...madeBy(asOf, sql)]))
      : [
          side([`coalesce(n.renamed_at < ${then} - ${SETTLED}, true)`]),
          `(select ${keys} from ${from([`n.renamed_at >= ${then} - ${SETTLED}`], '')} n where ${[lives, ...behind('n')].join(' and ')} ${inOrder} limit ${limit})`,
        ];
  const first = key === undefined ? '' : `n.k0 ${direction}, `;
  return `select n.* from (${sides.join(`
       union all `)}) n order by ${first}n.id ${direction} limit ${limit}`;
}
