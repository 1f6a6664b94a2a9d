import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { describeDatabase } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import { makeDataDirectory } from '../data-directory.js';
import { runSql } from './run-sql.js';

/** A PostgreSQL that a test may do anything to, with migrated tables. */
export interface OwnPostgres {
  readonly url: string;
  /** Stops every one of its processes where it is, as a machine does that hangs. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Sends a signal to the postmaster: the one that started it starts it again. */
  signal(name: NodeJS.Signals): Promise<void>;
  /** Kills a process that serves a connection: then all of them are ended, and begin anew. */
  killBackend(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnPostgres(settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
  const dataDir = await makeDataDirectory();
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { shared_buffers: '32MB', min_dynamic_shared_memory: '0', ...settings },
    log: () => undefined,
  });
  // It is already, unless the pattern could not be copied.
  const database = await describeDatabase(postgres.url, readConfig({})).connect();
  await database.migrate();
  await database.close();
  return {
    url: postgres.url,
    freeze: () => signalServer(dataDir, 'SIGSTOP'),
    thaw: () => signalServer(dataDir, 'SIGCONT'),
    signal: async (name) => void process.kill(await postmasterOf(dataDir), name),
    async killBackend() {
      const [row] = await runSql<{ pid: number }>(
        postgres.url,
        `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1`,
      );
      if (row !== undefined) process.kill(row.pid, 'SIGKILL');
    },
    async stop() {
      await signalServer(dataDir, 'SIGCONT').catch(() => undefined);
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends a signal to every process of an embedded server. */
export async function signalServer(dataDir: string, name: NodeJS.Signals): Promise<void> {
  const postmaster = await postmasterOf(dataDir);
  for (const pid of [postmaster, ...(await childrenOf(postmaster))]) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // It has ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function postmasterOf(dataDir: string): Promise<number> {
  const cluster = await realpath(join(dataDir, 'postgres'));
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map((pid) => parentOf(pid)));
  return pids.filter((_, index) => parents[index] === parent);
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
