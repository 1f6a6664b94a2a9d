import type { NodeKind } from '../../nodes/kinds/node-kind.js';
import type { FindingSql } from '../finding-sql.js';
import type { FilterTree } from './filter-tree.js';

/** A condition as SQL about a row of `node` under an alias; null counts as false. */
export type SqlTest = (node: string, sql: FindingSql) => string;

export type NodeTest = FilterTree<{ readonly is: 'THAT'; readonly holds: SqlTest }>;

/** Whether a node fits, as SQL. Only `not` must tell null from false. */
export function nodeFits(test: NodeTest, node: string, sql: FindingSql): string {
  switch (test.is) {
    case 'THAT':
      return `(${test.holds(node, sql)})`;
    case 'NOT':
      return `not coalesce(${nodeFits(test.of, node, sql)}, false)`;
    case 'AND':
    case 'OR':
      if (test.of.length === 0) return test.is === 'AND' ? 'true' : 'false';
      return `(${test.of.map((each) => nodeFits(each, node, sql)).join(test.is === 'AND' ? ' and ' : ' or ')})`;
  }
}

/**
 * That some living version of a node fits. A scalar subquery: the planner can't turn it into a hash of all versions, so it costs the same for each node that is
 * looked at. Index: node_child.
 */
export function someVersion(kind: NodeKind, holds: SqlTest): SqlTest {
  return (node, sql) =>
    `coalesce((select true from ${sql.nodes} v where v.parent_id = ${node}.id and v.kind = ${sql.add(kind)} and ${sql.lives('v')} and (${holds('v', sql)}) limit 1), false)`;
}

/** The id of the newest living version of what has this id. Index: node_child. */
export function newestOf(parentId: string, kind: string, sql: FindingSql): string {
  return `(select x.id from ${sql.nodes} x where x.parent_id = ${parentId} and x.kind = ${kind} and ${sql.lives('x')}
        order by coalesce(x.version, 0) desc, x.id desc limit 1)`;
}

/** That a version is the newest living one of what it is a version of. */
export function isNewest(newest: boolean): SqlTest {
  return (node, sql) => `(${node}.id = ${newestOf(`${node}.parent_id`, `${node}.kind`, sql)}) = ${newest}`;
}

/** Conditions that all hold. */
export function allHold(tests: readonly SqlTest[]): SqlTest {
  return (node, sql) => (tests.length === 0 ? 'true' : tests.map((test) => `(${test(node, sql)})`).join(' and '));
}
