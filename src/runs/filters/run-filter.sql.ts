import { type LoggedValueCondition, named } from './logged-value.sql.js';
import { factConditions, type RunFacts } from './run-facts-condition.sql.js';
import { holds, type RunTest } from './run-test.sql.js';
import type { SqlParameters } from './sql-parameters.js';

/** A filter whose references are uuids, what it says of metrics and parameters, and what its `and`, `or` and `not` say. */
export interface RunCondition extends RunFacts {
  readonly logged: readonly LoggedValueCondition[];
  /** All of these hold as well. */
  readonly tests: readonly RunTest[];
  readonly includeDeleted?: boolean | null | undefined;
  /** The one of `logged` that few runs fit, where there is one: the search begins with those. */
  readonly narrow: LoggedValueCondition | undefined;
}

/** So many runs are sooner sorted than found by walking an index past those that don't fit. */
export const FEW = 2_000;

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
  /** The run's id in each table that an index may give in its order; all are equal. */
  readonly ids: string[];
}

/** The joins as the planner likes them. */
export function joined({ joins }: SearchParts): string {
  return [...joins].map(([alias, { how, source, on }]) => `${how} ${source} ${alias} on ${on.join(' and ')}`).join(' ');
}

/** The joins as look-ups, one by one for each row before them: "offset 0" leaves the planner no other way. */
export function lookedUp({ joins }: SearchParts): string {
  return [...joins]
    .map(
      ([alias, { source, on }]) =>
        `cross join lateral (select * from ${source} ${alias} where ${on.join(' and ')} offset 0) ${alias}`,
    )
    .join(' ');
}

/** More than were counted, in case some were logged since. */
const MOST_FEW = 2 * FEW;

export const RUN: SearchJoin = { how: 'join', source: 'run', on: ['r.id = n.id'] };

/**
 * The conditions of a filter. Indexes: run_metric_value and run_parameter_value where few runs fit, else run_metric_run;
 * edge_downstream for the parent run, and those of factConditions.
 */
export function addFilter(parts: SearchParts, project: string, filter: RunCondition, sql: SqlParameters): void {
  addLogged(parts, project, filter, sql);
  addFacts(parts, project, filter, sql);
  addTests(parts, project, filter, sql);
}

/** What `and`, `or` and `not` say, looked up for each run. */
export function addTests({ where }: SearchParts, project: string, { tests }: RunCondition, sql: SqlParameters): void {
  where.push(...tests.map((test) => holds(test, project, sql)));
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

/*  PostgreSQL knows how the values of all metrics together are spread, not those of one, and so mistakes which conditions
 *  few runs fit. They were counted before, and the statement says the outcome:
 *    few    an array of those runs, which are looked up and then ordered
 *    many   a comparison inside a case, which no index carries: the runs are walked in order until the page is full     */
export function addLogged(
  parts: SearchParts,
  project: string,
  { logged, narrow }: RunCondition,
  sql: SqlParameters,
): void {
  for (const [index, condition] of logged.entries()) {
    const alias = `v${index}`;
    const conditions = named(alias, project, condition.name, sql);
    if (condition === narrow) {
      conditions.push(...condition.compare(alias, sql));
      const few = `select run_id from ${condition.table} ${alias} where ${conditions.join(' and ')} limit ${MOST_FEW}`;
      parts.where.push(`n.id = any(array(${few}))`);
    } else {
      conditions.push(
        `${alias}.run_id = n.id`,
        `case when ${condition.compare(alias, sql).join(' and ')} then true end`,
      );
      parts.joins.set(alias, { how: 'join', source: condition.table, on: conditions });
      parts.ids.push(`${alias}.run_id`);
    }
  }
}
