import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import type { Logger } from '../platform/telemetry/logger.js';
import type { Order, Report } from './orders.js';

const PROGRAM = fileURLToPath(new URL('./backend.js', import.meta.url));
/** Milliseconds before it is started again; twice as many each time that it ends soon. */
const SHORTEST_WAIT = 100;
const LONGEST_WAIT = 10_000;
/** A process that has lived so long had a good start. */
const LONG_LIFE_MS = 60_000;

/** The backend, which is started again whenever it ends, until it is stopped. */
export class BackendProcess {
  private child: ChildProcess | undefined;
  private readonly ending = new AbortController();
  private waitMs = SHORTEST_WAIT;
  private order: Order | undefined;
  private running: Promise<unknown> | undefined;

  constructor(
    readonly socketPath: string,
    private readonly logger: Logger,
  ) {}

  /** Starts the process, which loads its code while the database is started. */
  launch(): void {
    const child = fork(PROGRAM, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child = child;
    // It could not be started, or has ended before it was told something: `exit` says so too.
    child.on('error', (error) => this.logger.error({ err: error }, 'the backend cannot be reached'));
  }

  /** Has it serve; resolves once it does. Throws what prevents that. */
  async serve(config: Config, ownsPostgres: boolean): Promise<void> {
    this.order = { serve: { config, socketPath: this.socketPath, ownsPostgres } };
    await this.begin();
    this.running = this.keepRunning();
  }

  /** Lets what is under way end, and the process. */
  async stop(): Promise<void> {
    this.ending.abort();
    const { child } = this;
    if (child !== undefined && hasEnded(child) === false) {
      // Before it was told to serve it has nothing to bring to an end.
      if (child.connected && this.order !== undefined) child.send({ stop: true } satisfies Order);
      // Of one that can't be started, Node would end all of our own process group.
      else if (child.pid !== undefined) child.kill('SIGKILL');
      await endOf(child);
    }
    await this.running;
  }

  private get stopping(): boolean {
    return this.ending.signal.aborted;
  }

  private async begin(): Promise<void> {
    if (this.child === undefined || hasEnded(this.child)) this.launch();
    const { child, order } = this;
    if (child === undefined || order === undefined) throw new Error('the backend was given no order');
    const ended = new AbortController();
    const answer = Promise.race([
      once(child, 'message', { signal: ended.signal }).then(([report]) => report as Report),
      once(child, 'exit', { signal: ended.signal }).then(
        (how): Report => ({ failed: `The process ended before it served (${how.join(' ')}).` }),
      ),
    ]);
    // It may fail before it is waited for, where there is not even a process.
    answer.catch(() => undefined);
    await rm(this.socketPath, { force: true });
    child.send(order);
    const report = await answer;
    ended.abort();
    if ('failed' in report) throw new Error(report.failed);
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopping) {
      const began = performance.now();
      if (this.child !== undefined) await endOf(this.child);
      if (this.stopping) return;
      this.logger.error('the process behind this one has ended; it is started again');
      if (performance.now() - began > LONG_LIFE_MS) this.waitMs = SHORTEST_WAIT;
      await this.restart();
    }
  }

  private async restart(): Promise<void> {
    while (!this.stopping) {
      await sleep(this.waitMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
      this.waitMs = Math.min(2 * this.waitMs, LONGEST_WAIT);
      if (this.stopping) return;
      try {
        return await this.begin();
      } catch (error) {
        if (!this.stopping)
          this.logger.error({ err: error }, 'the process behind this one could not be started; trying again');
      }
    }
  }
}

/** Resolves once a process has ended. `once` would throw where something can't be sent to it before: it may be ending just then. */
function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (hasEnded(child)) resolve();
    };
    // One that could not be started tells no exit.
    child.on('exit', look).on('error', look);
    look();
  });
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
