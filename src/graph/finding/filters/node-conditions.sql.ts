import type { NodeFilter } from '../../nodes/lists/node-filter.input.js';
import { tagRecord } from '../../nodes/tag.js';
import type { FindingSql } from '../finding-sql.js';
import type { SqlTest } from './node-test.sql.js';

/** When a node was last changed; of what is older than the log, when it was registered. Indexes: primary key of change_node, that of change_seal. */
export function updatedAt(node: string, { time: then }: FindingSql): string {
  const until = then === undefined ? '' : ` and s.at <= ${then}`;
  return `coalesce((select s.at from change_node c join change_seal s on s.position = c.position where c.node_id = ${node}.id${until} order by c.position desc limit 1), ${node}.created_at)`;
}

/** What a filter asks of any node. Indexes: primary key, node_name, node_kind. */
export function nodeConditions(filter: NodeFilter, ids: readonly string[] | undefined): SqlTest[] {
  const given = <T>(value: T | null | undefined, test: (node: string, value: T, sql: FindingSql) => string) =>
    value == null ? [] : [(node: string, sql: FindingSql) => test(node, value, sql)];
  const time =
    (column: (node: string, sql: FindingSql) => string, operator: string) =>
    (node: string, at: string, sql: FindingSql) =>
      `${column(node, sql)} ${operator} ${sql.add(at)}::timestamptz`;
  const created = (node: string) => `${node}.created_at`;
  return [
    ...given(ids, (n, value, sql) => `${n}.id = any(${sql.add(value)}::uuid[])`),
    ...given(
      filter.names,
      (n, names, sql) => `${n}.name collate "C" = any(${sql.add(names.map((name) => name.normalize()))}::text[])`,
    ),
    ...given(filter.nameStartsWith, (n, start, sql) => `starts_with(${n}.name, ${sql.add(start.normalize())})`),
    ...given(filter.nameContains, (n, part, sql) => `strpos(${n}.name, ${sql.add(part.normalize())}) > 0`),
    ...given(filter.descriptionContains, (n, part, sql) => `strpos(${n}.description, ${sql.add(part)}) > 0`),
    ...given(filter.hasDescription, (n, has) => `(coalesce(${n}.description, '') <> '') = ${has}`),
    ...given(filter.tags, (n, tags, sql) => `${n}.tags @> ${sql.add(JSON.stringify(tagRecord(tags)))}::jsonb`),
    ...given(filter.hasTags, (n, keys, sql) => `${n}.tags ?& ${sql.add(keys)}::text[]`),
    ...given(filter.owner, (n, owner, sql) => `${n}.owner = ${sql.add(owner)}`),
    ...given(filter.createdBy, (n, by, sql) => `${n}.created_by = ${sql.add(by)}`),
    ...given(filter.createdFrom, time(created, '>=')),
    ...given(filter.createdBefore, time(created, '<')),
    ...given(filter.updatedFrom, time(updatedAt, '>=')),
    ...given(filter.updatedBefore, time(updatedAt, '<')),
  ];
}
