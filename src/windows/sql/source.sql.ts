import { textSql } from '../../tables/quote-sql.js';
import { instantSql } from './window.sql.js';

/** Makes the rows of a Parquet file the table that the other statements read. */
export const sourceOf = (file: string): string => `create view source as select * from read_parquet(${textSql(file)})`;

/** The columns of the source: name and type. */
export const DESCRIBE_SOURCE = 'select column_name, column_type from (describe select * from source)';

/** When the last window ends. */
export const untilIs = (microseconds: number): string => `set variable until = ${instantSql(microseconds)}`;

/** Writes the rows of a query into a Parquet file. */
export const intoParquet = (query: string, file: string): string =>
  `copy (${query}) to ${textSql(file)} (format parquet, compression zstd, row_group_size 20000)`;

/** The first rows of a query, as objects of JSON. */
export const firstRows = (query: string, count: number): string =>
  `select to_json(it)::varchar from (select * from (${query}) limit ${count}) as it`;
