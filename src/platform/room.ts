import { HeadwaterError } from './errors.js';

interface Waiting {
  readonly size: number;
  readonly enter: () => void;
}

/** Room for work of different sizes, as much at once as fits; the rest waits its turn. */
export class Room {
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(private readonly size: number) {
    this.free = size;
  }

  /** Runs `work` when there is room for it. Throws RATE_LIMITED when `signal` aborts before; `what` says what it waits for. */
  async use<T>(what: string, size: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(size, this.size);
    if (this.waiting.length === 0 && taken <= this.free) this.free -= taken;
    else await this.wait(what, taken, signal);
    try {
      return await work();
    } finally {
      this.free += taken;
      this.admit();
    }
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
