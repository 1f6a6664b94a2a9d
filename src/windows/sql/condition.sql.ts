import { badInput } from '../../platform/errors.js';
import { parseInstant } from '../../platform/time/instant.js';
import { textSql } from '../../tables/quote-sql.js';
import type { Comparison, Condition, Operand } from '../grammar/condition.js';
import { columnSql, requireColumn, type WindowSource, type WindowType } from './source-column.js';

/** An expression of SQL, and the columns that it reads. */
export interface SqlOfColumns {
  readonly sql: string;
  readonly columns: readonly string[];
}

/** A condition as SQL: true, false, or null where a value that it needs is null. Throws BAD_USER_INPUT where types don't fit. */
export function conditionSql(source: WindowSource, condition: Condition): SqlOfColumns {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => conditionSql(source, part));
      return {
        sql: `(${parts.map(({ sql }) => sql).join(` ${condition.kind} `)})`,
        columns: parts.flatMap(({ columns }) => columns),
      };
    }
    case 'not': {
      const { sql, columns } = conditionSql(source, condition.of);
      return { sql: `(not ${sql})`, columns };
    }
    case 'null': {
      const sql = columnSql(source, requireColumn(source, condition.column));
      return { sql: `((${sql}) is ${condition.negated ? 'not ' : ''}null)`, columns: [condition.column] };
    }
    case 'is': {
      const column = requireColumn(source, condition.column);
      if (column.type !== 'BOOL')
        throw badInput(
          `The column ${JSON.stringify(column.name)} holds ${column.nativeType}, not true or false; compare it with something, such as ${column.name} > 0.`,
          { found: column.nativeType },
        );
      return { sql: columnSql(source, column), columns: [column.name] };
    }
    case 'compare':
      return comparisonSql(source, condition.left, condition.by, condition.right);
  }
}

function comparisonSql(source: WindowSource, left: Operand, by: Comparison, right: Operand): SqlOfColumns {
  const types = [left, right].map((side) =>
    side.kind === 'column' ? requireColumn(source, side.name).type : undefined,
  );
  const type = types[0] ?? types[1];
  if (type === undefined)
    throw badInput(`${written(left)} ${by} ${written(right)} compares no column; one side has to be one.`, {});
  if (types[0] !== undefined && types[1] !== undefined && familyOf(types[0]) !== familyOf(types[1]))
    throw badInput(`${written(left)} ${by} ${written(right)} compares ${types[0]} with ${types[1]}.`, {});
  if (type === 'BOOL' && by !== '=' && by !== '!=')
    throw badInput(`${written(left)} ${by} ${written(right)}: true and false have no order; use = or !=.`, {
      found: by,
    });
  return {
    sql: `(${sideSql(source, left, type)} ${by} ${sideSql(source, right, type)})`,
    columns: [left, right].flatMap((side) => (side.kind === 'column' ? [side.name] : [])),
  };
}

function sideSql(source: WindowSource, side: Operand, type: WindowType): string {
  if (side.kind === 'column') return `(${columnSql(source, requireColumn(source, side.name))})`;
  if (side.kind === 'number' && familyOf(type) === 'number') return side.value;
  if (side.kind === 'flag' && type === 'BOOL') return String(side.value);
  if (side.kind === 'text' && type === 'STRING') return textSql(side.value);
  if (side.kind === 'text' && type === 'TIMESTAMP') return momentSql(side.value);
  throw badInput(`${written(side)} can't be compared with a column of ${type}; write ${EXAMPLES[type]}.`, {
    expected: type,
    found: written(side),
  });
}

const EXAMPLES: Readonly<Record<WindowType, string>> = {
  BOOL: 'true or false',
  INT64: 'a number such as 15',
  FLOAT64: 'a number such as 0.5',
  STRING: "a text in single quotes such as 'SEA'",
  TIMESTAMP: "a time in single quotes such as '2001-01-14T21:55:00Z'",
};

function momentSql(text: string): string {
  const instant = parseInstant(text);
  if (!instant.ok) throw badInput(instant.problem, { found: text });
  return `timestamp '${instant.value.replace('T', ' ').replace('Z', '')}'`;
}

const familyOf = (type: WindowType) => (type === 'INT64' || type === 'FLOAT64' ? 'number' : type);

function written(side: Operand): string {
  if (side.kind === 'column') return JSON.stringify(side.name);
  return side.kind === 'text' ? textSql(side.value) : String(side.value);
}
