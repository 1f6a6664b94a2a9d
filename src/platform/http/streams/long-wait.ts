/**
 * A promise that is waited for again and again, perhaps for days. `Promise.race` would leave something behind with it each time, until it is settled:
 * three hundred bytes, which is megabytes a day for each subscription to what never happens.
 */
export class LongWait {
  private isSettled = false;
  private wake: () => void = () => undefined;

  constructor(promise: Promise<unknown>) {
    const settle = () => {
      this.isSettled = true;
      this.wake();
    };
    // Nobody may wait for it any more when it fails.
    promise.then(settle, settle);
  }

  /** Resolves once it is settled, or when so long has passed, or at the signal; tells whether it is settled. */
  async within(ms: number, signal?: AbortSignal): Promise<boolean> {
    if (this.isSettled || signal?.aborted) return this.isSettled;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
      this.wake = end;
    });
    return this.isSettled;
  }
}
