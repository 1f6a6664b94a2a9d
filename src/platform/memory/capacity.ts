import { HeadwaterError } from '../errors.js';

interface Waiting {
  readonly size: number;
  readonly enter: () => void;
}

/** Room for work of different sizes, as much at once as fits; the rest waits its turn. */
export class Capacity {
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(private readonly size: number) {
    this.free = size;
  }

  /** Whether somebody waits for room. */
  get areWanted(): boolean {
    return this.waiting.length > 0;
  }

  /** Runs `work` when there is room for it. Throws RATE_LIMITED when `signal` aborts before; `what` says what it waits for. */
  async use<T>(what: string, size: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const taken = await this.enter(what, size, signal);
    try {
      return await work();
    } finally {
      this.give(taken);
    }
  }

  /** Takes room when it is there, all of it for what is larger; gives how much that is. Throws as `use` does. */
  async enter(what: string, size: number, signal: AbortSignal): Promise<number> {
    const taken = Math.min(size, this.size);
    if (this.waiting.length > 0 || !this.take(taken)) await this.wait(what, taken, signal);
    return taken;
  }

  /** Takes room that is there, before those who wait: for who has some already, and would hold it up for them. False where there is none. */
  take(size: number): boolean {
    if (size > this.free) return false;
    this.free -= size;
    return true;
  }

  give(size: number): void {
    this.free += size;
    this.admit();
  }

  private wait(what: string, size: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(place), 1);
        this.admit();
        reject(new HeadwaterError('RATE_LIMITED', `Too many ${what} are asked for at once; try again in a minute.`));
      };
      const place = {
        size,
        enter() {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      this.waiting.push(place);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** In the order in which they came, so that large work is not passed over for ever. */
  private admit(): void {
    for (let next = this.waiting[0]; next !== undefined && next.size <= this.free; next = this.waiting[0]) {
      this.waiting.shift();
      this.free -= next.size;
      next.enter();
    }
  }
}
