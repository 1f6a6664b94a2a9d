import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import { MetricValue, type StoredMetricValue, valueColumn } from './metric-value.js';
import { ComparisonOperator, ParameterOperator } from './run-conditions.input.js';

/** What a filter says of one metric or parameter. */
export interface LoggedValueCondition {
  readonly table: 'run_metric' | 'run_parameter';
  readonly name: string;
  /** The SQL of the comparisons, about a table alias. */
  readonly compare: (alias: string, sql: SqlParameters) => string[];
  /** A range that holds every value that fits, where an index has it. For a parameter both ends are its value. */
  readonly range: { readonly from: number | string; readonly to: number | string } | undefined;
}

/** A condition on a value of a metric, once it is known which way BEST goes. */
export interface StoredMetricCondition {
  readonly of: StoredMetricValue;
  readonly op: ComparisonOperator;
  readonly value: number;
}

const OPERATORS: Readonly<Record<ComparisonOperator, string>> = {
  [ComparisonOperator.LT]: '<',
  [ComparisonOperator.LTE]: '<=',
  [ComparisonOperator.EQ]: '=',
  [ComparisonOperator.NE]: '<>',
  [ComparisonOperator.GTE]: '>=',
  [ComparisonOperator.GT]: '>',
};

/** NaN is greater than any number to PostgreSQL, and not to anybody else. */
const ABOVE = [ComparisonOperator.GTE, ComparisonOperator.GT];

/** The conditions on one metric. */
export function metricCondition(name: string, conditions: readonly StoredMetricCondition[]): LoggedValueCondition {
  const ofIndex = conditions.filter(({ of, op }) => of === MetricValue.LAST && op !== ComparisonOperator.NE);
  const bounds = (...open: ComparisonOperator[]) =>
    ofIndex.filter(({ op }) => !open.includes(op)).map(({ value }) => value);
  return {
    table: 'run_metric',
    name,
    compare: (alias, sql) =>
      conditions.flatMap(({ of, op, value }) => {
        const column = valueColumn(alias, of);
        const compared = `${column} ${OPERATORS[op]} ${sql.add(value)}::float8`;
        return ABOVE.includes(op) ? [compared, `${column} < 'NaN'::float8`] : [compared];
      }),
    range:
      ofIndex.length === 0
        ? undefined
        : {
            from: Math.max(-Infinity, ...bounds(ComparisonOperator.LT, ComparisonOperator.LTE)),
            to: Math.min(Infinity, ...bounds(ComparisonOperator.GT, ComparisonOperator.GTE)),
          },
  };
}

/** The condition on the value of one parameter. */
export function parameterCondition(name: string, op: ParameterOperator, value: string): LoggedValueCondition {
  const compare = (alias: string, sql: SqlParameters) => comparesParameter(`${alias}.value`, op, sql.add(value));
  const range = op === ParameterOperator.EQ ? { from: value, to: value } : undefined;
  return { table: 'run_parameter', name, compare, range };
}

function comparesParameter(column: string, op: ParameterOperator, wanted: string): string[] {
  const text = `${wanted}::text`;
  switch (op) {
    case ParameterOperator.EQ:
      return [`left(${column}, 128) collate "C" = left(${text}, 128)`, `${column} = ${text}`];
    case ParameterOperator.NE:
      return [`${column} <> ${text}`];
    case ParameterOperator.CONTAINS:
      return [`strpos(${column}, ${text}) > 0`];
    case ParameterOperator.STARTS_WITH:
      return [`starts_with(${column}, ${text})`];
    default:
      return [
        `case when ${column} ~ '${NUMBER}' and length(${column}) <= 200 then ${column}::float8 end ${OPERATORS[ComparisonOperator[op]]} ${text}::float8`,
      ];
  }
}

/** Of at most 200 characters none is out of the range of a double. PostgreSQL could say by itself what is a number, but from 16 on only. */
const NUMBER = String.raw`^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?\s*$`;

/** That a run has a metric or parameter at all. */
export function existence(table: LoggedValueCondition['table'], name: string): LoggedValueCondition {
  return { table, name, compare: () => ['true'], range: undefined };
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

/** How many runs fit each condition, counted up to a limit; those that no index has fit who knows how many. Indexes: run_metric_value, run_parameter_value. */
export async function countFitting(
  db: Queryable,
  project: string,
  table: LoggedValueCondition['table'],
  conditions: readonly LoggedValueCondition[],
  limit: number,
  signal?: AbortSignal,
): Promise<{ readonly condition: LoggedValueCondition; readonly found: number }[]> {
  const counted = conditions.filter((condition) => condition.table === table && condition.range !== undefined);
  if (counted.length === 0) return [];
  const names = counted.map(({ name }) => name);
  const values = [
    project,
    names,
    counted.map(({ range }) => range?.from),
    counted.map(({ range }) => range?.to),
    limit,
  ];
  const rows = await db.query<{ found: number }>(COUNTS[table], values, signal);
  return counted.map((condition, index) => ({ condition, found: rows[index]?.found ?? Infinity }));
}
