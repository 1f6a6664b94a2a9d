import { HeadwaterError } from '../errors.js';

/** A few slots for work that takes much memory or a connection of its own; who finds none waits a while. */
export class Slots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly limit: number,
    private readonly waitMs: number,
  ) {}

  /** Whether somebody waits for a slot. */
  get areWanted(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * Runs `work` in a slot. Throws RATE_LIMITED when none becomes free in time, or `signal` aborts before; `what` says what there are too
   * many of.
   */
  async use<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.taken >= this.limit) await this.waitForSlot(what, signal);
    else this.taken++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The slot goes from hand to hand.
      if (next === undefined) this.taken--;
      else next();
    }
  }

  private waitForSlot(what: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      const enter = () => {
        settle();
        resolve();
      };
      const leave = () => {
        settle();
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(
          new HeadwaterError('RATE_LIMITED', `${this.limit} ${what} are under way already; try again in a minute.`),
        );
      };
      const timer = setTimeout(leave, this.waitMs);
      this.waiting.push(enter);
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
