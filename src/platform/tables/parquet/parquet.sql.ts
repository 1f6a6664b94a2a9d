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

/** Turns a file of NDJSON into a Parquet file, in the same order. */
export async function convertToParquet(
  duckdb: DuckDBConnection,
  { ndjson, parquet, columns, rowGroup }: ParquetWriting,
): Promise<void> {
  const types = columns.map(({ name, read }) => `${literal(name)}: ${literal(read)}`).join(', ');
  const selected = columns.map(({ name, write }) => `${write.replaceAll('$', () => quoted(name))} as ${quoted(name)}`);
  await duckdb.run(
    `copy (
       select ${selected.join(', ')}
       from read_json(${literal(ndjson)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = 33554432)
     ) to ${literal(parquet)} (format parquet, compression zstd, row_group_size ${rowGroup})`,
  );
}
