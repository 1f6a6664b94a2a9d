import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { readPidFile } from '@headwater/embedded-postgres/pid-file';
import { Client } from 'pg';
import { makeEmptyDirectory } from '../../support/data-directory.js';

/** A process that is to be killed has to be another one. */
const PROGRAM = '@headwater/embedded-postgres';
const SETTINGS = { fsync: 'off', shared_buffers: '16MB', min_dynamic_shared_memory: '0' };

export interface Started extends EmbeddedPostgres {
  readonly logged: readonly string[];
  readonly crashes: () => number;
}

/** Starts embedded servers, in this process and in ones to be killed, and clears away whatever becomes of them. */
export class EmbeddedFixture {
  readonly #directories: string[] = [];
  readonly #running: EmbeddedPostgres[] = [];
  readonly #children: ChildProcess[] = [];

  async emptyDirectory(): Promise<string> {
    const directory = await makeEmptyDirectory();
    this.#directories.push(directory);
    return directory;
  }

  /** A copy of a stopped data directory, which is faster than a first start. */
  async copyOf(pattern: string): Promise<string> {
    const directory = await this.emptyDirectory();
    execFileSync('cp', ['-a', `${pattern}/.`, directory]);
    await chmod(directory, 0o711); // where the tests run as root, PostgreSQL has to get in
    return directory;
  }

  async start(dataDir: string): Promise<Started> {
    const logged: string[] = [];
    let crashes = 0;
    const postgres = await startEmbeddedPostgres({
      dataDir,
      settings: SETTINGS,
      log: (message) => logged.push(message),
      onCrash: () => crashes++,
    });
    this.#running.push(postgres);
    return { ...postgres, logged, crashes: () => crashes };
  }

  /** Starts a server in a Node process of its own; resolves once that has printed the URL, or at once if told so. */
  async startInChild(dataDir: string, { isAwaited = true } = {}): Promise<{ url: string; child: ChildProcess }> {
    const script = `
      const { startEmbeddedPostgres } = await import(${JSON.stringify(PROGRAM)});
      const options = ${JSON.stringify({ dataDir, settings: SETTINGS })};
      console.log((await startEmbeddedPostgres({ ...options, log: () => undefined })).url);
      process.on('SIGTERM', () => process.exit()); // which stops the server too
      setInterval(() => undefined, 60_000);`;
    const child = this.spawn(process.execPath, ['--input-type=module', '--eval', script]);
    const [line] = isAwaited && child.stdout ? await once(child.stdout, 'data') : [''];
    return { url: String(line).trim(), child };
  }

  spawn(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(child);
    return child;
  }

  async cleanUp(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.kill('SIGTERM')) await once(child, 'exit');
    }
    await Promise.all(this.#running.splice(0).map((postgres) => postgres.stop()));
    for (const directory of this.#directories.splice(0)) {
      await endServer(directory, 'SIGQUIT').catch(() => undefined);
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
}

/** Kills a process that gets no chance to clean up. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The pid of the server on a data directory. */
export async function serverOf(dataDir: string): Promise<number> {
  const file = await readPidFile(join(dataDir, 'postgres'));
  if (file === undefined) throw new Error(`No server on ${dataDir}`);
  return file.pid;
}

export async function endServer(dataDir: string, signal: NodeJS.Signals): Promise<void> {
  process.kill(await serverOf(dataDir), signal);
}

/** The values of all rows, one after the other. */
export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}
