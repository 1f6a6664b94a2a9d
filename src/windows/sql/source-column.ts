import { badInput } from '../../platform/errors.js';
import { didYouMean, listNames, nearNames } from '../../platform/text/did-you-mean.js';
import { nameSql, textSql } from '../../tables/quote-sql.js';

/** The types that windows know; any other column can't be read. */
export type WindowType = 'BOOL' | 'INT64' | 'FLOAT64' | 'STRING' | 'TIMESTAMP';

/** A column of the file. */
export interface SourceColumn {
  readonly name: string;
  readonly nativeType: string;
  readonly type: WindowType | undefined;
  /** Whether it was text in the file, which can be read as what it was. */
  readonly isText?: boolean;
}

/** The columns that expressions may name, and where their times without zone belong. */
export interface WindowSource {
  readonly columns: readonly SourceColumn[];
  readonly timeZone: string | undefined;
}

const TYPES: readonly [pattern: RegExp, type: WindowType][] = [
  [/^BOOLEAN$/, 'BOOL'],
  [/^U?(TINY|SMALL|BIG)INT$|^U?INTEGER$/, 'INT64'],
  [/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/, 'FLOAT64'],
  [/^(VARCHAR|UUID|ENUM\(.*\))$/, 'STRING'],
  [/^(TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE|DATE)$/, 'TIMESTAMP'],
];

/** A column from what DuckDB says of it. */
export function sourceColumn(name: string, nativeType: string): SourceColumn {
  return { name, nativeType, type: TYPES.find(([pattern]) => pattern.test(nativeType))?.[1] };
}

/** The column of that name, with a type that windows know. Throws BAD_USER_INPUT that names near ones. */
export function requireColumn({ columns }: WindowSource, name: string): SourceColumn & { readonly type: WindowType } {
  const names = columns.map((column) => column.name);
  const column = columns.find((each) => each.name === name);
  if (column === undefined)
    throw badInput(
      `There is no column ${JSON.stringify(name)}; there are ${listNames(names)}.${didYouMean(nearNames(name, names))}`,
      { found: name, expected: names.slice(0, 100) },
    );
  const { type } = column;
  if (type === undefined)
    throw badInput(
      `The column ${JSON.stringify(name)} holds ${column.nativeType}; windows read numbers, texts, times and true or false.`,
      { found: column.nativeType },
    );
  return { ...column, type };
}

/** Its value: times in UTC without zone; null for what is no number or no moment (NaN, infinities). */
export function columnSql({ timeZone }: WindowSource, { name, nativeType, type }: SourceColumn): string {
  const column = nameSql(name);
  switch (type) {
    case 'INT64':
      return `${column}::bigint`;
    case 'FLOAT64':
      return `case when isfinite(${column}::double) then ${column}::double end`;
    case 'STRING':
      return `${column}::varchar`;
    case 'TIMESTAMP':
      return `case when isfinite(${column}) then ${timeSql(column, name, nativeType, timeZone)} end`;
    default:
      return column;
  }
}

/** ICU takes a local time that comes twice as the later one, and moves one that is skipped forward, by the clock before the change. */
function timeSql(column: string, name: string, nativeType: string, timeZone: string | undefined): string {
  if (nativeType === 'TIMESTAMP WITH TIME ZONE') return `${column} at time zone 'UTC'`;
  if (timeZone === undefined)
    throw badInput(
      `The column ${JSON.stringify(name)} has times without zone; say where they belong with --time-zone, such as UTC or America/Los_Angeles.`,
      { field: 'time-zone' },
    );
  const local = `${column}::timestamp`;
  return timeZone === 'UTC' ? local : `${local} at time zone ${textSql(timeZone)} at time zone 'UTC'`;
}
