import { spawnSync } from 'node:child_process';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import pg, { type Client } from 'pg';
import { MAIN, startHeadwater } from './child-service.js';

/** Headwater in a process of its own, on an embedded PostgreSQL that keeps its data between runs. */
export interface BenchService {
  readonly url: string;
  readonly databaseUrl: string;
  /** Of the service's process. */
  readonly pid: number;
  /** A connection for preparing data behind the service's back. */
  readonly sql: Client;
}

/** Starts both, lends them to `work`, and stops them. */
export async function withBenchService<T>(dataDir: string, work: (service: BenchService) => Promise<T>): Promise<T> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (message) => process.stderr.write(`${message}\n`) });
  try {
    migrateDatabase(postgres.url);
    const headwater = await startHeadwater(postgres.url);
    const sql = new pg.Client({ connectionString: postgres.url });
    await sql.connect();
    try {
      return await work({ url: headwater.url, databaseUrl: postgres.url, pid: headwater.pid, sql });
    } finally {
      await sql.end();
      await headwater.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** Runs the migrations that a compiled `main.js` brings. */
export function migrateDatabase(databaseUrl: string, main = MAIN): void {
  const { status, stderr } = spawnSync(process.execPath, [main, 'migrate'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' },
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`Remove the data directory if a newer Headwater made it; migrating it failed: ${stderr}`);
}
