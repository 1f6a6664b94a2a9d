/** Bytes that DuckDB's process may take beyond what it starts with: see DUCKDB_LIMIT, and what reading and rows take outside of it. */
export const DUCKDB_ROOM = 192 * 1024 * 1024;

/** What DuckDB is told to hold itself to; more goes to its temporary directory. */
export const DUCKDB_LIMIT = '112MB';

/** The same while it copies columns to disk, which takes memory that it doesn't count. */
export const DUCKDB_COPY_LIMIT = '64MB';

/** Bytes of JavaScript values of its process. */
export const DUCKDB_HEAP_MB = 64;

/** Kilobytes of data that the system gives its process at most, in case it takes memory faster than it looks. */
export const DUCKDB_DATA_KB = 640 * 1024;
