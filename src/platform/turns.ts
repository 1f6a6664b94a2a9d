import { setImmediate } from 'node:timers/promises';

/** Milliseconds. Others may have work under way in slices as well. */
const LONGEST_MS = 5;

/** Cuts long work into slices, between which the event loop serves others: waiting for what is there already does not let it. */
export class Turns {
  private begin = performance.now();
  private waiting: Promise<void> | undefined;

  /** Whether this slice has lasted long enough. */
  get isOver(): boolean {
    return performance.now() - this.begin > LONGEST_MS;
  }

  /** Waits until others have been served. All who wait go on in the same slice. */
  next(): Promise<void> {
    this.waiting ??= this.wait();
    return this.waiting;
  }

  private async wait(): Promise<void> {
    await setImmediate();
    this.begin = performance.now();
    this.waiting = undefined;
  }
}
