import { HeadwaterError } from '../../errors.js';

/**
 * Lets only so many of one kind use the pool at once, so that those who wait for something that is locked do not take all of it: the rest
 * goes on. Somebody who needs several keys holds all of them or none.
 */
export class FairShare {
  private readonly used = new Map<number, number>();
  private readonly queues = new Map<number, (() => void)[]>();

  constructor(
    private readonly most: number,
    private readonly patienceMs: number,
  ) {}

  /**
   * Does the work when it is its turn. Throws UNAVAILABLE when that takes too long, and the reason of `signal` once nobody waits for it; the signal is
   * asked for only where there is a queue.
   */
  async use<T>(keys: readonly number[], work: () => Promise<T>, signal?: () => AbortSignal): Promise<T> {
    for (let full = this.fullOf(keys); full !== undefined; ) {
      await this.turn(full, signal?.());
      const next = this.fullOf(keys);
      // The place that it was woken for is somebody else's now.
      if (next !== undefined && next !== full) this.wake(full);
      full = next;
    }
    for (const key of keys) this.used.set(key, (this.used.get(key) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const key of keys) this.leave(key);
    }
  }

  private fullOf(keys: readonly number[]): number | undefined {
    return keys.find((key) => (this.used.get(key) ?? 0) >= this.most);
  }

  private turn(key: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(key) ?? [];
      this.queues.set(key, queue);
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
      };
      const enter = () => {
        settle();
        resolve();
      };
      const giveUp = (error: unknown) => {
        settle();
        queue.splice(queue.indexOf(enter), 1);
        reject(error);
      };
      const leave = () => giveUp(signal?.reason);
      const timer = setTimeout(() => giveUp(tooManyWait()), this.patienceMs);
      queue.push(enter);
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave);
    });
  }

  private leave(key: number): void {
    const left = (this.used.get(key) ?? 1) - 1;
    if (left === 0) this.used.delete(key);
    else this.used.set(key, left);
    this.wake(key);
  }

  private wake(key: number): void {
    const queue = this.queues.get(key);
    queue?.shift()?.();
    if (queue?.length === 0) this.queues.delete(key);
  }
}

const tooManyWait = () =>
  new HeadwaterError(
    'UNAVAILABLE',
    'Too many requests wait for the rows of the same feature set, which other work keeps locked; try again.',
  );
