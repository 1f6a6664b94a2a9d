import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** `headwater serve` as a process of its own, on an embedded PostgreSQL, so that it can be killed. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly dataDir: string,
  ) {}

  /** Starts the service and waits until it answers. */
  static async start(dataDir: string, environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [MAIN, 'serve'], {
      env: { PATH: process.env.PATH, HEADWATER_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const url = /listens on (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) return new ServiceProcess(child, url, dataDir);
    }
    throw new Error(`the service did not start: ${errors}`);
  }

  /** The process behind the one that was started, which does everything but lookups. */
  async backendPid(): Promise<number> {
    const children = (await readFile(`/proc/${this.child.pid}/task/${this.child.pid}/children`, 'utf8')).trim();
    for (const pid of children.split(' ').map(Number))
      if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('backend.js')) return pid;
    throw new Error('the service has no backend');
  }

  /** kill -9 of the service; PostgreSQL is left behind. */
  async killService(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** kill -9 of PostgreSQL under the running service. */
  async killPostgres(): Promise<void> {
    process.kill(await this.postmaster(), 'SIGKILL');
  }

  /** Ends one of PostgreSQL's processes that serve a connection: SIGTERM that one, SIGKILL makes all of them start anew. */
  async killBackend(signal: NodeJS.Signals): Promise<void> {
    const backends = await backendsOf(await this.postmaster());
    const pid = backends[Math.floor(Math.random() * backends.length)];
    // It may have ended by itself meanwhile.
    if (pid !== undefined) spawnSync('kill', [`-${signal.slice(3)}`, String(pid)]);
  }

  private async postmaster(): Promise<number> {
    const cluster = await realpath(join(this.dataDir, 'postgres'));
    return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  }

  /** Where its PostgreSQL is, as the role that owns everything. */
  async databaseUrl(): Promise<string> {
    const cluster = await realpath(join(this.dataDir, 'postgres'));
    const [, , , port, socket] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const password = (await readFile(join(this.dataDir, 'postgres.password'), 'utf8')).trim();
    return `postgres://headwater:${password}@${encodeURIComponent(socket || '127.0.0.1')}:${port}/headwater?sslmode=disable`;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  /** One GraphQL request. Gives undefined when it was not acknowledged: refused, cut off, or answered with errors. */
  async send<Data>(query: string, variables: object): Promise<Data | undefined> {
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(10_000),
      });
      const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown[] };
      return errors === undefined ? data : undefined;
    } catch {
      return undefined;
    }
  }
}

async function backendsOf(postmaster: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === postmaster && /\[local\]|\d+\.\d+\.\d+\.\d+/.test(command) ? [pid] : [];
    }),
  );
  return found.flat();
}
