import { setTimeout as sleep } from 'node:timers/promises';

/** Something that was started and may end on its own. */
export interface Running {
  /** Resolves when it has ended, with how. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

export interface KeepRunningOptions {
  readonly log: (message: string) => void;
  readonly onCrash?: (() => void) | undefined;
}

/** Waits between restarts in a row: none at first, since clients wait; at most 5 s, since the cause may go away. */
const DELAYS_MS = [0, 250, 500, 1_000, 2_000, 5_000];
/** Whoever ran this long did not die of starting. */
const STABLE_MS = 60_000;

/**
 * Launches the server, and again whenever it ends without being told to, until `stop`. Throws what the first launch
 * throws; later ones are tried again for ever.
 */
export async function keepRunning(
  launch: (signal: AbortSignal) => Promise<Running>,
  { log, onCrash }: KeepRunningOptions,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = await launch(signal);
  let failures = 0;

  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const startedAt = Date.now();
      const how = await current.exited;
      if (signal.aborted) return;
      log(`PostgreSQL ended unexpectedly (${how}); starting it again`);
      onCrash?.();
      if (Date.now() - startedAt > STABLE_MS) failures = 0;
      await relaunch();
    }
  };
  const relaunch = async (): Promise<void> => {
    while (!signal.aborted) {
      const delay = DELAYS_MS[Math.min(failures++, DELAYS_MS.length - 1)];
      try {
        await sleep(delay, undefined, { signal });
        current = await launch(signal);
        log('PostgreSQL runs again');
        return;
      } catch (error) {
        if (!signal.aborted) log(`PostgreSQL could not be started again: ${(error as Error).message}`);
      }
    }
  };
  const watching = watch();

  return {
    stop: async () => {
      stopping.abort();
      await current.stop();
      await watching;
      await current.stop(); // a launch that was past aborting when the stop came
    },
  };
}
