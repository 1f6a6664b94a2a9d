import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import type { ExpectedRuns } from './estimate-facts.sql.js';
import { factConditions, type RunFacts } from './run-facts-condition.sql.js';
import type { RunTest } from './run-test.sql.js';

/** A filter whose references are uuids. */
export interface RunCondition extends RunFacts {
  /** What it says of metrics and parameters, and what its `and`, `or` and `not` say: all of them hold. */
  readonly tests: readonly RunTest[];
  /** What it says of the runs themselves, as a test; undefined where that is nothing. */
  readonly ownFacts: RunTest | undefined;
  readonly includeDeleted?: boolean | null | undefined;
  /** What few runs fit, and all that are looked for: the search begins with those. Undefined where nothing is known to be so. */
  readonly narrow: RunTest | undefined;
  /** What the planner expects of one of its tests; undefined where it was not asked. */
  readonly expected?: ExpectedRuns | undefined;
}

/** A table that is joined to `node n`, under an alias. */
export interface SearchJoin {
  readonly how: 'join' | 'left join';
  readonly source: string;
  readonly on: readonly string[];
}

/** Parts of a statement about `node n`; joins that stand in it twice are made once. */
export interface SearchParts {
  /** By alias. */
  readonly joins: Map<string, SearchJoin>;
  readonly where: string[];
  /** The run's id. */
  readonly byId: string;
  /** The same in each other table that an index may give in its order. */
  readonly ids: string[];
}

/** The joins as the planner likes them. */
export function joined({ joins }: SearchParts): string {
  return [...joins].map(([alias, { how, source, on }]) => `${how} ${source} ${alias} on ${on.join(' and ')}`).join(' ');
}

export const RUN: SearchJoin = { how: 'join', source: 'run', on: ['r.id = n.id'] };

/** All that must hold together. */
export function testsOf({ tests, ownFacts }: RunCondition): RunTest[] {
  return [...tests, ...(ownFacts === undefined ? [] : [ownFacts])];
}

/** What a filter says of the runs themselves. */
export function addFacts(parts: SearchParts, project: string, filter: RunCondition, sql: SqlParameters): void {
  const { joins, where, ids } = parts;
  if (filter.parentId !== undefined) {
    const on = [
      'c.dst = n.id',
      `c.src = ${sql.add(filter.parentId)}`,
      `c.kind = 'CHILD_OF'`,
      'c.valid_to is null',
      'c.retired_at is null',
    ];
    joins.set('c', { how: 'join', source: 'edge', on });
    ids.push('c.dst');
  }
  const { onNode, onRun } = factConditions(filter, sql);
  where.push(...onNode);
  if (onRun.length > 0) {
    joins.set('r', RUN);
    ids.push('r.id');
    where.push(`r.project = ${sql.add(project)}`, ...onRun);
  }
  if (filter.includeDeleted !== true) where.push('n.deleted_at is null');
}
