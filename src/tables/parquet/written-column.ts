/** A column of a Parquet file: how DuckDB reads it from NDJSON, and the expression that makes it, where `$` is the column. */
export interface WrittenColumn {
  readonly name: string;
  readonly read: string;
  readonly write: string;
}
