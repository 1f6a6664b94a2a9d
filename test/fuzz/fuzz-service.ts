import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** `headwater serve` in a process of its own, whose memory can be looked at. */
export class FuzzService {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: URL,
    private readonly errors: () => string,
  ) {}

  static async start(databaseUrl: string): Promise<FuzzService> {
    const child = spawn(process.execPath, [MAIN, 'serve'], {
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-20_000);
      });
    }
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const url = /listens on (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) return new FuzzService(child, new URL(url), () => output);
    }
    throw new Error(`the service did not start: ${output}`);
  }

  /** What it printed last: errors are logged. */
  get output(): string {
    return this.errors();
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The most memory it has had resident, in megabytes. Linux alone tells. */
  peakMegabytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
