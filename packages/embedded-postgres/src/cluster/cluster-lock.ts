import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DATABASE, ROLE } from '../account/password.js';
import { DataDirectoryInUseError } from '../data-directory-in-use-error.js';
import type { Endpoint } from '../endpoint.js';

/** Enough to reach the server as its only role. */
export type ServerAddress = Pick<Endpoint, 'host' | 'port'> & { readonly password: string };

/** "Head", "wate": nothing else locks under these two numbers. */
const LOCK = '1214603620, 2002875493';
const HOLDER = `
  select a.application_name as name
  from pg_locks l join pg_stat_activity a using (pid)
  where l.locktype = 'advisory' and l.granted and (l.classid, l.objid) = (${LOCK})`;

export interface ClusterLock {
  release(): Promise<void>;
}

/**
 * Marks the cluster as used by this process, for as long as it lives: a session-level advisory lock on a connection of
 * its own, whose application name carries the pid. When the connection is lost while the server lives on (a backend
 * crashed, or an administrator ended it), the lock is taken again. Throws DataDirectoryInUseError.
 */
export async function holdClusterLock(
  address: ServerAddress,
  { dataDir, log }: { readonly dataDir: string; readonly log: (message: string) => void },
): Promise<ClusterLock> {
  const released = new AbortController();
  let client = await lockOnNewConnection(address, dataDir, retake);

  function retake(): void {
    if (released.signal.aborted) return;
    sleep(250, undefined, { signal: released.signal })
      .then(() => lockOnNewConnection(address, dataDir, retake))
      .then(
        async (next) => {
          client = next;
          if (released.signal.aborted) await client.end();
          else log('Took the lock on the data directory again');
        },
        (error: unknown) => {
          if (error instanceof DataDirectoryInUseError) log(error.message);
          retake();
        },
      );
  }

  return {
    release: async () => {
      released.abort();
      await client.end().catch(() => undefined);
    },
  };
}

/** The pid of the Headwater process that holds the lock, if any. Throws what `pg` throws when the server can't be reached. */
export async function findLockHolder(address: ServerAddress): Promise<number | undefined> {
  const client = connectionTo(address, 'headwater (looks for others)');
  try {
    await client.connect();
    return await holderSeenBy(client);
  } finally {
    await client.end();
  }
}

/** Creates the one database unless it was made with the cluster. */
export async function ensureDatabase(address: ServerAddress): Promise<void> {
  const client = connectionTo(address, 'headwater (creates the database)');
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    // Copying the template's files takes a third of the time that writing them to the log does, the default.
    if (rowCount === 0) await client.query(`create database ${DATABASE} strategy file_copy`);
  } finally {
    await client.end();
  }
}

async function lockOnNewConnection(address: ServerAddress, dataDir: string, onLost: () => void): Promise<Client> {
  const client = connectionTo(address, `headwater (process ${process.pid})`);
  try {
    await client.connect();
    const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK}) as got`);
    if (rows[0]?.got !== true) throw new DataDirectoryInUseError(dataDir, await holderSeenBy(client));
    client.once('end', onLost);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function holderSeenBy(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(HOLDER);
  const [, pid] = /process (\d+)/.exec(rows[0]?.name ?? '') ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** Advisory locks count per database; in this one the lock doesn't keep `headwater` from being copied as a template. */
function connectionTo({ host, port, password }: ServerAddress, name: string): Client {
  const client = new Client({
    ...{ host, port, password, user: ROLE, database: 'postgres', application_name: name },
    ...{ ssl: false, connectionTimeoutMillis: 5_000 },
  });
  client.on('error', () => undefined); // a connection that ends is no surprise here; 'end' follows
  return client;
}
