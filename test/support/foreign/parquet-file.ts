import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** A Parquet file that holds what a query gives. */
export async function parquetFile(query: string): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(`copy (${query}) to '${directory}/t.parquet' (format parquet, compression zstd)`);
    return await readFile(`${directory}/t.parquet`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true });
  }
}

/** The same file saying that its nanoseconds are UTC, which DuckDB can read but not write. See TimestampType in parquet.thrift. */
export function sayingUtc(file: Buffer): Buffer {
  const [local, utc] = [Buffer.from('121c3c0000', 'hex'), Buffer.from('111c3c0000', 'hex')];
  const changed = Buffer.from(file);
  for (let at = changed.indexOf(local); at >= 0; at = changed.indexOf(local, at)) utc.copy(changed, at);
  return changed;
}
