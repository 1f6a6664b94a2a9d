import { DuckDBInstance } from '@duckdb/node-api';

/** A DuckDB of one's own, in UTC, as the command has it. */
export async function openDuckdb() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  await rows("set timezone = 'UTC'");
  return {
    rows,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
