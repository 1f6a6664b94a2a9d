import { badInput } from '../../platform/errors.js';
import type { Moment } from '../grammar/moment.js';
import type { SqlOfColumns } from './condition.sql.js';
import { columnSql, requireColumn, type WindowSource } from './source-column.js';

/** A moment as SQL, in UTC; null where a column that it needs is null. */
export function momentSql(source: WindowSource, { column: name, moves }: Moment): SqlOfColumns {
  const column = requireColumn(source, name);
  if (column.type !== 'TIMESTAMP')
    throw badInput(`The column ${JSON.stringify(name)} holds ${column.nativeType}; it has to hold times.`, {
      expected: 'TIMESTAMP',
      found: column.nativeType,
    });
  const steps = moves.map(({ times, microseconds }) => {
    if (times === undefined) return ` + to_microseconds(${microseconds})`;
    const factor = requireColumn(source, times);
    if (factor.type !== 'INT64' && factor.type !== 'FLOAT64')
      throw badInput(`The column ${JSON.stringify(times)} holds ${factor.nativeType}; it has to hold numbers.`, {
        expected: 'INT64 or FLOAT64',
        found: factor.nativeType,
      });
    return ` + to_microseconds(round((${columnSql(source, factor)})::double * ${microseconds})::bigint)`;
  });
  return {
    sql: `(${columnSql(source, column)})${steps.join('')}`,
    columns: [name, ...moves.flatMap(({ times }) => times ?? [])],
  };
}
