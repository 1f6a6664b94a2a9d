import { Client } from 'pg';

const OLDEST_SERVER = 14;

/** Says in one sentence what is wrong with a DATABASE_URL, before anything is built on it. */
export async function requireUsableDatabase(url: string): Promise<void> {
  const where = describeUrl(url);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(
      `PostgreSQL at ${where} (DATABASE_URL) can't be reached: ${reasonOf(error)}. Check host, port, user and that it runs; without DATABASE_URL an embedded PostgreSQL is used.`,
    );
  }
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    const major = Math.floor(Number(rows[0]?.version ?? 0) / 10_000);
    if (major < OLDEST_SERVER) {
      throw new Error(
        `PostgreSQL at ${where} (DATABASE_URL) is version ${major}; Headwater needs ${OLDEST_SERVER} or newer.`,
      );
    }
  } finally {
    await client.end();
  }
}

/** A connection URL without its password. */
function describeUrl(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** Node reports "both addresses of localhost refused" as an AggregateError without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((each) => (each as Error).message).join('; ');
  return (error as Error).message;
}
