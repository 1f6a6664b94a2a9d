import type { SqlTest } from './node-test.sql.js';

/** That an edge of a kind leads to a version from one of these nodes, or from a version of one of them. Indexes: edge_upstream, primary key. */
export function madeFrom(kind: 'SOURCE' | 'TRAINED_ON' | 'DERIVED_FROM', ids: readonly string[]): SqlTest {
  return (node, sql) =>
    `coalesce((select true from edge e join node f on f.id = e.src where e.dst = ${node}.id and e.kind = '${kind}'
        and ${sql.during('e.valid_from', 'e.valid_to')} and e.retired_at is null
        and (f.id = any(${sql.add(ids)}::uuid[]) or f.parent_id = any(${sql.add(ids)}::uuid[])) limit 1), false)`;
}
