import { createRequire } from 'node:module';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Imported, Node would read each of its files twice to find the names of their exports: half of the time that the process takes to start. */
const api: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');

/** An empty DuckDB that somebody has to close. */
export interface DuckdbHandle {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens a DuckDB that is held to `limit` of memory: what passes that goes to `directory`.
 */
export async function openDuckdb(directory: string, limit: string): Promise<DuckdbHandle> {
  const instance = await api.DuckDBInstance.create(':memory:', {
    memory_limit: limit,
    // Each thread holds pages of its own.
    threads: '1',
    temp_directory: directory,
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
