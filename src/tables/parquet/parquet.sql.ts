import type { DuckDBConnection } from '@duckdb/node-api';
import { nameSql, textSql } from '../quote-sql.js';
import type { ParquetWriting } from './duckdb/duckdb-task.js';

/** The columns of a Parquet file: name and DuckDB type. */
export async function describeParquet(duckdb: DuckDBConnection, file: string): Promise<[name: string, type: string][]> {
  const described = await duckdb.runAndReadAll(`describe select * from read_parquet(${textSql(file)})`);
  return described.getRowsJson().map(([name, type]) => [String(name), String(type)]);
}

/** Some columns of a Parquet file on their way into a table on disk, of their own. */
export interface CopiedColumns {
  readonly file: string;
  readonly directory: string;
  readonly names: readonly string[];
  /** Whether the disk has none of these tables yet. */
  readonly first: boolean;
  readonly table: string;
}

/** Copies columns of a Parquet file, in the order of its rows; the name of their table. Small blocks let many tables be read side by side. */
export async function copyColumns(
  duckdb: DuckDBConnection,
  { file, directory, names, first, table }: CopiedColumns,
): Promise<string> {
  if (first) await duckdb.run(`attach ${textSql(`${directory}/columns.db`)} as copied (block_size 16384)`);
  const columns = names.map(nameSql).join(', ');
  await duckdb.run(`create table copied.${table} as select ${columns} from read_parquet(${textSql(file)})`);
  return `copied.${table}`;
}

/** Where rows are read from: a Parquet file, or the tables that hold its columns. */
export type ParquetSource = { readonly file: string } | { readonly tables: readonly string[] };

/** The rows of a source in order, behind the first `skip`, chunk by chunk. */
export function streamParquet(
  duckdb: DuckDBConnection,
  source: ParquetSource,
  expressions: readonly string[],
  skip: number,
) {
  const from = 'file' in source ? `read_parquet(${textSql(source.file)})` : source.tables.join(' positional join ');
  return duckdb.stream(`select ${expressions.join(', ')} from ${from} offset ${skip}`);
}

/** What it takes to read a line is twice this, at least. */
const MIN_LINE = 4 * 1024 * 1024;

/** A row group is in memory before it is written. */
const rowGroupOf = (longestRow: number) =>
  Math.max(LEAST_GROUP, Math.min(20_000, Math.floor(GROUP_BYTES / (longestRow + 1))));
const GROUP_BYTES = 64 * 1024 * 1024;
/** DuckDB's own step. */
const LEAST_GROUP = 2_048;

/** Turns a file of NDJSON into a Parquet file, in the same order. */
export async function convertToParquet(
  duckdb: DuckDBConnection,
  { ndjson, parquet, columns, longestRow }: ParquetWriting,
): Promise<void> {
  const line = longestRow + columns.reduce((sum, { name }) => sum + 6 * name.length + 4, 2);
  const types = columns.map(({ name, read }) => `${textSql(name)}: ${textSql(read)}`).join(', ');
  const selected = columns.map(
    ({ name, write }) => `${write.replaceAll('$', () => nameSql(name))} as ${nameSql(name)}`,
  );
  await duckdb.run(
    `copy (
       select ${selected.join(', ')}
       from read_json(${textSql(ndjson)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${Math.max(MIN_LINE, line)})
     ) to ${textSql(parquet)} (format parquet, compression zstd, row_group_size ${rowGroupOf(longestRow)})`,
  );
}
