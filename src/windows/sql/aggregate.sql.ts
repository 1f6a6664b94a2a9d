import { badInput } from '../../platform/errors.js';
import type { WindowedFeature, WindowFunction } from '../grammar/windowed-feature.js';
import { conditionSql } from './condition.sql.js';
import { columnSql, requireColumn, type WindowSource, type WindowType } from './source-column.js';

/** How a feature is computed: of each row a value, of the values of a window an aggregate. */
export interface Aggregate {
  readonly name: string;
  readonly type: WindowType;
  /** undefined where rows are counted as they are. */
  readonly value: string | undefined;
  /** The aggregate of the column that holds the values. */
  of(column: string): string;
  readonly columns: readonly string[];
}

const NUMERIC: ReadonlySet<WindowFunction> = new Set(['sum', 'mean', 'stddev']);

/** Throws BAD_USER_INPUT where a column is missing or its type doesn't fit. */
export function aggregateOf(source: WindowSource, feature: WindowedFeature): Aggregate {
  const { name, function: functionName, of } = feature;
  if (of === undefined) return { name, type: 'INT64', value: undefined, of: () => 'count(_counted)', columns: [] };
  if (of.kind !== 'is' || functionName === 'share') {
    const { sql, columns } = conditionSql(source, of);
    if (functionName === 'share') return { name, type: 'FLOAT64', value: sql, of: (it) => `avg(${it}::int)`, columns };
    return { name, type: 'INT64', value: sql, of: (it) => `count(*) filter (where ${it})`, columns };
  }
  const column = requireColumn(source, of.column);
  if (NUMERIC.has(functionName) && column.type !== 'INT64' && column.type !== 'FLOAT64')
    throw badInput(
      `${feature.written}: the column ${JSON.stringify(column.name)} holds ${column.nativeType}, no numbers.`,
      {
        expected: 'INT64 or FLOAT64',
        found: column.nativeType,
      },
    );
  return {
    name,
    type: typeOf(functionName, column.type),
    value: columnSql(source, column),
    of: (it) => aggregateSql(functionName, it, column.type),
    columns: [column.name],
  };
}

function typeOf(functionName: WindowFunction, type: WindowType): WindowType {
  if (functionName === 'count') return 'INT64';
  return functionName === 'mean' || functionName === 'stddev' ? 'FLOAT64' : type;
}

/** None of them counts nulls. The last of two that happened at once is the greater, so that the order of rows decides nothing. */
function aggregateSql(functionName: WindowFunction, column: string, type: WindowType): string {
  switch (functionName) {
    case 'sum':
      return type === 'INT64' ? `sum(${column})::bigint` : `sum(${column})`;
    case 'mean':
      return `avg(${column})`;
    case 'stddev':
      return `stddev_samp(${column})`;
    case 'last':
      return `arg_max(${column}, row(_time, ${column})) filter (where ${column} is not null)`;
    default:
      return `${functionName}(${column})`;
  }
}
