import type { DuckDBConnection } from '@duckdb/node-api';

/** An empty DuckDB that somebody has to close. */
export interface DuckdbHandle {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens a DuckDB. It is loaded when it is first needed, for it takes tens of megabytes, and held to a share of memory: what passes that
 * goes to `directory`.
 */
export async function openDuckdb(directory: string): Promise<DuckdbHandle> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '192MB',
    threads: '2',
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
