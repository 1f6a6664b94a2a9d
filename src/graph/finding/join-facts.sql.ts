import { newestOf } from './filters/node-test.sql.js';
import type { FindingSql } from './finding-sql.js';
import { type ListedKind, listsVersions, type OfNode } from './listed-kind.js';

/**
 * The version that a name alone means, and its row, beside `node n`; only what is asked for. Of versions that
 * are listed themselves, all rows of a kind are read at once where many are wanted; of what has some, the version of each is looked up. Indexes: primary keys, node_child.
 */
export function joinFacts(
  listed: ListedKind,
  asked: readonly { readonly of: keyof OfNode }[],
  sql: FindingSql,
): { readonly joins: string; readonly aliases: OfNode } {
  const { kind, table } = listed.versions;
  const itself = listsVersions(listed);
  const aliases: OfNode = { node: 'n', version: itself ? 'n' : 'v', row: 'r' };
  // One way for the planner, which would rather read all that there is of versions; and as of a time takes what may be asked of the log for so dear that any join
  // seems as good as the next.
  const join = (source: string, id: string, alias: string) =>
    itself && sql.asOf === null
      ? `left join ${source} ${alias} on ${alias}.id = ${id}`
      : `left join lateral (select * from ${source} x where x.id = ${id} offset 0) ${alias} on true`;
  const wants = (of: keyof OfNode) => asked.some((fact) => fact.of === of);
  const joins: string[] = [];
  if (!itself && (wants('version') || wants('row'))) {
    joins.push(
      `left join lateral (select coalesce(n.current_version_id, ${newestOf('n.id', sql.add(kind), sql)}) as id) meant on true`,
    );
    if (wants('version')) joins.push(join(sql.nodes, 'meant.id', 'v'));
  }
  if (wants('row')) joins.push(join(table, itself ? 'n.id' : 'meant.id', 'r'));
  return { joins: joins.join(' '), aliases };
}
