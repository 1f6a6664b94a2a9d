import { setImmediate as nextTurn } from 'node:timers/promises';

/** Others may have work under way in slices as well. */
const LONGEST_MS = 5;

/** Cuts long work into slices, between which the event loop serves others: waiting for what is there already does not let it. */
export class Turns {
  private begin: number | undefined;
  private waiting: Promise<void> | undefined;

  /** Milliseconds of one turn of the event loop. */
  constructor(private readonly longestMs = LONGEST_MS) {}

  /** Whether this slice has lasted long enough. It begins when it is first asked in a turn of the event loop. */
  get isOver(): boolean {
    if (this.begin === undefined) {
      this.begin = performance.now();
      setImmediate(() => {
        this.begin = undefined;
      });
    }
    return performance.now() - this.begin > this.longestMs;
  }

  /** Waits until others have been served. */
  next(): Promise<void> {
    this.waiting ??= this.wait();
    return this.waiting;
  }

  /** Waits for a slice that is not over: of many who wait for one, each has its own. */
  async take(): Promise<void> {
    while (this.isOver) await this.next();
  }

  private async wait(): Promise<void> {
    await nextTurn();
    this.begin = undefined;
    this.waiting = undefined;
  }
}
