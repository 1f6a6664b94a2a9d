import { openDuckdb } from './duckdb.js';

/** A column of a Parquet file: how DuckDB reads it from NDJSON, and the expression that makes it, where `$` is the column. */
export interface WrittenColumn {
  readonly name: string;
  readonly read: string;
  readonly write: string;
}

/** Turns a file of NDJSON into a Parquet file, in the same order. `directory` takes what memory doesn't hold. */
export async function writeParquet(
  directory: string,
  ndjson: string,
  parquet: string,
  columns: readonly WrittenColumn[],
): Promise<void> {
  const types = columns.map(({ name, read }) => `${literal(name)}: ${literal(read)}`).join(', ');
  const selected = columns
    .map(({ name, write }) => `${write.replaceAll('$', () => quoted(name))} as ${quoted(name)}`)
    .join(', ');
  const source = `read_json(${literal(ndjson)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = 33554432)`;
  const duckdb = await openDuckdb(directory);
  try {
    await duckdb.connection.run(
      `copy (select ${selected} from ${source}) to ${literal(parquet)} (format parquet, compression zstd, row_group_size 20000)`,
    );
  } finally {
    duckdb.close();
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
