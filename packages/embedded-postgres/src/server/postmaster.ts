import { spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnIdentity } from '../account/account.js';
import type { Placement } from '../cluster/placement.js';
import { PROGRAM_ENVIRONMENT } from '../run-program.js';
import { readPidFile } from './pid-file.js';

/** A server process that this process started. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves when the process is gone, with how it ended. */
  readonly exited: Promise<string>;
  /** True once it takes connections; false if it ends first. Throws when `signal` aborts or 3 minutes pass. */
  isReady(signal: AbortSignal): Promise<boolean>;
  /** Ends its sessions, writes a checkpoint and waits for its end; less politely after a while. */
  stop(): Promise<void>;
}

/** Starts the server. Throws when the program cannot be run at all. */
export async function startPostmaster(
  { binaries, clusterDir, account }: Placement,
  args: readonly string[],
  output: FileHandle,
): Promise<Postmaster> {
  const child = spawn(binaries.postgres, args, {
    cwd: '/',
    env: PROGRAM_ENVIRONMENT,
    stdio: ['ignore', output.fd, output.fd],
    // A session of its own: Ctrl-C in the terminal is for Headwater, which drains before it stops its database.
    detached: true,
    ...spawnIdentity(account),
  });
  let isRunning = true;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      isRunning = false;
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      const reason = `The embedded PostgreSQL cannot be run here (${cause.message})`;
      reject(new Error(`${reason}; set DATABASE_URL to a PostgreSQL of your own.`, { cause }));
    });
  });
  child.on('error', () => undefined); // a signal that could not be sent; `stop` sends a stronger one

  // A process.exit() without stop() leaves no orphan; only a kill does, and the next start clears that up.
  const stopWithUs = () => child.kill('SIGINT');
  process.once('exit', stopWithUs);
  void exited.then(() => process.off('exit', stopWithUs));

  const pid = child.pid as number; // set once it has spawned
  return {
    pid,
    exited,
    isReady: async (signal) => {
      for (const deadline = Date.now() + 180_000; isRunning; await sleep(15, undefined, { signal })) {
        const file = await readPidFile(clusterDir);
        if (file?.pid === pid && file.isReady) return true;
        if (Date.now() > deadline) throw new Error('PostgreSQL takes more than 3 minutes to start');
      }
      return false;
    },
    stop: async () => {
      // Fast shutdown, immediate shutdown (recovers from the log at the next start), the kernel.
      for (const [signal, patienceMs] of [
        ['SIGINT', 30_000],
        ['SIGQUIT', 5_000],
        ['SIGKILL', 5_000],
      ] as const) {
        if (!isRunning) return;
        child.kill(signal);
        const waiting = new AbortController();
        await Promise.race([exited, sleep(patienceMs, undefined, { signal: waiting.signal }).catch(() => undefined)]);
        waiting.abort();
      }
    },
  };
}
