import { nameSql, textSql } from '../../tables/quote-sql.js';
import { TEXT_TYPES, type TextType, textTypeSql } from './text-type.sql.js';

/** A column of a file of text, and as what it is read from there. */
export interface TextColumn {
  readonly name: string;
  readonly read: string;
}

const columnsSql = (columns: readonly TextColumn[]) =>
  `{${columns.map(({ name, read }) => `${textSql(name)}: ${textSql(read)}`).join(', ')}}`;

/** The rows of a CSV, each cell as text; one that is empty without quotes is null. */
export const csvSql = (file: string, delimiter: string, columns: readonly TextColumn[]): string =>
  `select * from read_csv(${textSql(file)}, auto_detect = false, header = true, delim = ${textSql(delimiter)}, quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true, columns = ${columnsSql(columns)})`;

/** The rows of an NDJSON. */
export const ndjsonSql = (file: string, columns: readonly TextColumn[]): string =>
  `select * from read_json(${textSql(file)}, format = 'newline_delimited', columns = ${columnsSql(columns)})`;

/** The columns of an NDJSON, from all its rows: name and type. */
export const describeNdjson = (file: string): string =>
  `select column_name, column_type from (describe select * from read_json(${textSql(file)}, format = 'newline_delimited', sample_size = -1))`;

const SAMPLE = 20_000;

/** One row: of each column how many values there are, then for each of TEXT_TYPES how many are written as its values are; last the rows. */
export function countTypes(file: string, columns: readonly string[], sampled: boolean): string {
  const counts = columns.flatMap((name) => [
    `count(${nameSql(name)})`,
    ...TEXT_TYPES.map((type) => `count(*) filter (where ${textTypeSql(type).is(nameSql(name))})`),
  ]);
  const rows = `read_parquet(${textSql(file)})`;
  return `select ${[...counts, 'count(*)'].join(', ')} from ${sampled ? `(select * from ${rows} limit ${SAMPLE})` : rows}`;
}

/** Makes the rows the table that the other statements read, each column of its type; those without one as they are. */
export function typedSource(file: string, columns: readonly string[], types: ReadonlyMap<string, TextType>): string {
  const selected = columns.map((name) => {
    const type = types.get(name);
    return type === undefined ? nameSql(name) : `${textTypeSql(type).value(nameSql(name))} as ${nameSql(name)}`;
  });
  return `create view source as select ${selected.join(', ')} from read_parquet(${textSql(file)})`;
}
