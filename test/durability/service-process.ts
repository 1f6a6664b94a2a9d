import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** `headwater serve` as a process of its own, on an embedded PostgreSQL, so that it can be killed. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly dataDir: string,
  ) {}

  /** Starts the service and waits until it answers. */
  static async start(dataDir: string): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [MAIN, 'serve'], {
      env: { PATH: process.env.PATH, HEADWATER_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
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

  /** kill -9 of the service; PostgreSQL is left behind. */
  async killService(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** kill -9 of PostgreSQL under the running service. */
  async killPostgres(): Promise<void> {
    const cluster = await realpath(join(this.dataDir, 'postgres'));
    const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
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
