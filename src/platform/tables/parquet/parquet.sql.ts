import type { DuckDBConnection } from '@duckdb/node-api';
import type { ParquetWriting } from './duckdb-task.js';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The columns of a Parquet file: name and DuckDB type. */
export async function describeParquet(duckdb: DuckDBConnection, file: string): Promise<[name: string, type: string][]> {
  const described = await duckdb.runAndReadAll(`describe select * from read_parquet(${literal(file)})`);
  return described.getRowsJson().map(([name, type]) => [String(name), String(type)]);
}

/** The rows of a Parquet file in order, chunk by chunk. */
export function streamParquet(duckdb: DuckDBConnection, file: string, expressions: readonly string[]) {
  return duckdb.stream(`select ${expressions.join(', ')} from read_parquet(${literal(file)})`);
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
  const types = columns.map(({ name, read }) => `${literal(name)}: ${literal(read)}`).join(', ');
  const selected = columns.map(({ name, write }) => `${write.replaceAll('$', () => quoted(name))} as ${quoted(name)}`);
  await duckdb.run(
    `copy (
       select ${selected.join(', ')}
       from read_json(${literal(ndjson)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${Math.max(MIN_LINE, line)})
     ) to ${literal(parquet)} (format parquet, compression zstd, row_group_size ${rowGroupOf(longestRow)})`,
  );
}
