import type { DuckdbTask } from './duckdb-task.js';

/** Bytes that DuckDB's process may take beyond what it starts with: see DUCKDB_LIMIT, and what reading and rows take outside of it. */
const DUCKDB_ROOM = 192 * 1024 * 1024;

/** What DuckDB is told to hold itself to; more goes to its temporary directory. */
const DUCKDB_LIMIT = '112MB';

/** The same while it copies columns to disk, which takes memory that it doesn't count. */
const DUCKDB_COPY_LIMIT = '64MB';

/** Bytes of JavaScript values of its process. */
export const DUCKDB_HEAP_MB = 64;

/** Kilobytes of data that the system gives its process at most, in case it takes memory faster than it looks. */
const DUCKDB_DATA_KB = 640 * 1024;

/** What a process may take. */
export interface DuckdbMemory {
  /** What DuckDB is told. */
  readonly limit: string;
  /** Bytes beyond what it starts with, at which it ends itself. */
  readonly room: number;
  /** Kilobytes, at which the system ends it. */
  readonly dataKb: number;
}

/** Statements group and sort where the others only pass rows on: they get more, of the machine of whoever runs them. */
export function memoryOf(task: DuckdbTask): DuckdbMemory {
  if (task.kind === 'statements') return { limit: '256MB', room: 512 * 1024 * 1024, dataKb: 1024 * 1024 };
  const limit = task.kind === 'read' && task.byColumns ? DUCKDB_COPY_LIMIT : DUCKDB_LIMIT;
  return { limit, room: DUCKDB_ROOM, dataKb: DUCKDB_DATA_KB };
}
