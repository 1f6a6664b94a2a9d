import { type Queryable, statement } from '../../platform/database/queryable.js';
import { ComparisonOperator, type MetricCondition, type ParameterCondition } from './run-filter.input.js';
import type { SqlParameters } from './sql-parameters.js';

/** What a filter says of one metric or parameter. */
export interface LoggedValueCondition {
  readonly table: 'run_metric' | 'run_parameter';
  readonly name: string;
  /** The SQL of the comparisons, about a table alias. */
  readonly compare: (alias: string, sql: SqlParameters) => string[];
  /** A range that holds every value that fits. For a parameter both ends are its value. */
  readonly from: number | string;
  readonly to: number | string;
}

const OPERATORS: Readonly<Record<ComparisonOperator, string>> = {
  [ComparisonOperator.LT]: '<',
  [ComparisonOperator.LTE]: '<=',
  [ComparisonOperator.EQ]: '=',
  [ComparisonOperator.GTE]: '>=',
  [ComparisonOperator.GT]: '>',
};

/** The conditions on the latest value of one metric. */
export function metricCondition(name: string, conditions: readonly MetricCondition[]): LoggedValueCondition {
  const bounds = (...open: ComparisonOperator[]) =>
    conditions.filter(({ op }) => !open.includes(op)).map(({ value }) => value);
  return {
    table: 'run_metric',
    name,
    compare: (alias, sql) =>
      conditions.map(({ op, value }) => `${alias}.value ${OPERATORS[op]} ${sql.add(value)}::float8`),
    from: Math.max(-Infinity, ...bounds(ComparisonOperator.LT, ComparisonOperator.LTE)),
    to: Math.min(Infinity, ...bounds(ComparisonOperator.GT, ComparisonOperator.GTE)),
  };
}

/** The condition on the value of one parameter. */
export function parameterCondition({ name, value }: ParameterCondition): LoggedValueCondition {
  const compare = (alias: string, sql: SqlParameters) => {
    const wanted = sql.add(value);
    return [`left(${alias}.value, 128) collate "C" = left(${wanted}::text, 128)`, `${alias}.value = ${wanted}::text`];
  };
  return { table: 'run_parameter', name, compare, from: value, to: value };
}

/** The rows of one metric or parameter in a project. */
export function named(alias: string, project: string, name: string, sql: SqlParameters): string[] {
  return [`${alias}.project = ${sql.add(project)}`, `${alias}.name = ${sql.add(name)}`];
}

function countStatement(name: string, type: string, fits: string, table: string): ReturnType<typeof statement> {
  return statement(
    name,
    `select (
       select count(*)::int from (select from ${table} v where v.project = $1 and v.name = c.name and ${fits} limit $5) few
     ) as found
     from unnest($2::text[], $3::${type}[], $4::${type}[]) with ordinality as c (name, lowest, highest, position)
     order by c.position`,
  );
}

const COUNTS = {
  run_metric: countStatement('count_metric_values', 'float8', 'v.value between c.lowest and c.highest', 'run_metric'),
  run_parameter: countStatement(
    'count_parameter_values',
    'text',
    'left(v.value, 128) collate "C" between left(c.lowest, 128) and left(c.highest, 128)',
    'run_parameter',
  ),
} as const;

/** How many runs fit each condition, counted up to a limit. Indexes: run_metric_value, run_parameter_value. */
export async function countFitting(
  db: Queryable,
  project: string,
  table: LoggedValueCondition['table'],
  conditions: readonly LoggedValueCondition[],
  limit: number,
  signal?: AbortSignal,
): Promise<number[]> {
  if (conditions.length === 0) return [];
  const column = <T>(read: (condition: LoggedValueCondition) => T) => conditions.map(read);
  const values = [project, column(({ name }) => name), column(({ from }) => from), column(({ to }) => to), limit];
  return (await db.query<{ found: number }>(COUNTS[table], values, signal)).map((row) => row.found);
}
