import { HeadwaterError } from '../errors.js';

/** Of all places, the share that one may have. */
const LARGEST_SHARE = 0.75;

interface Waiting {
  readonly enter: () => void;
}

/** What somebody waits for a place with. */
export interface Asked {
  readonly who: string;
  /** What there is too much of where no place becomes free. */
  readonly what: string;
  /** Asked for only where it has to wait. */
  readonly signal: () => AbortSignal;
}

/**
 * Places for heavy work, shared fairly: nobody has all of them, and one that becomes free goes to whoever has the fewest. So whoever asks for
 * little finds a place at once, however much others ask for.
 */
export class FairPlaces {
  private readonly taken = new Map<string, number>();
  private readonly queues = new Map<string, Waiting[]>();
  private readonly mostOfOne: number;
  private free: number;

  constructor(
    places: number,
    private readonly waitMs: number,
  ) {
    this.free = places;
    this.mostOfOne = Math.max(1, Math.floor(places * LARGEST_SHARE));
  }

  /** Does the work when there is a place for it. Throws RATE_LIMITED where that takes too long, or `signal` aborts before. */
  async use<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
    const { who } = asked;
    if (this.free > 0 && this.takenBy(who) < this.mostOfOne) this.take(who);
    else await this.wait(asked);
    try {
      return await work();
    } finally {
      this.leave(who);
    }
  }

  private takenBy(who: string): number {
    return this.taken.get(who) ?? 0;
  }

  private take(who: string): void {
    this.free--;
    this.taken.set(who, this.takenBy(who) + 1);
  }

  private leave(who: string): void {
    this.free++;
    const left = this.takenBy(who) - 1;
    if (left === 0) this.taken.delete(who);
    else this.taken.set(who, left);
    this.admit();
  }

  private admit(): void {
    let [next, fewest]: [string | undefined, number] = [undefined, this.mostOfOne];
    for (const who of this.queues.keys()) if (this.takenBy(who) < fewest) [next, fewest] = [who, this.takenBy(who)];
    if (next === undefined) return;
    const queue = this.queues.get(next) ?? [];
    const first = queue.shift();
    // Of those who have as few, it is the last one now.
    this.queues.delete(next);
    if (queue.length > 0) this.queues.set(next, queue);
    this.take(next);
    first?.enter();
  }

  private wait({ who, what, signal }: Asked): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = signal();
      const queue = this.queues.get(who) ?? [];
      this.queues.set(who, queue);
      const settle = () => {
        clearTimeout(timer);
        aborted.removeEventListener('abort', leave);
      };
      const place = {
        enter() {
          settle();
          resolve();
        },
      };
      const leave = () => {
        settle();
        queue.splice(queue.indexOf(place), 1);
        if (queue.length === 0) this.queues.delete(who);
        reject(
          new HeadwaterError(
            'RATE_LIMITED',
            `So many ${what} of ${JSON.stringify(who)} are under way that this one found no place; at most ${this.mostOfOne} are worked on at once. Send fewer at a time.`,
            { limit: 'share', expected: this.mostOfOne, retryAfter: 5 },
          ),
        );
      };
      const timer = setTimeout(leave, this.waitMs);
      queue.push(place);
      if (aborted.aborted) leave();
      else aborted.addEventListener('abort', leave, { once: true });
    });
  }
}
