import type { Logger } from '../../../../platform/telemetry/logger.js';

/** Lookups of one kind that are not written down yet. */
export interface LookupCounter {
  count: number;
}

export interface Counted {
  readonly key: string;
  readonly count: number;
}

const WRITE_MS = 1_000;

/** Counts lookups. Counting is adding one to a number; once a second the numbers are written down, for all processes together. */
export class LookupCounters {
  private readonly counters = new Map<string, LookupCounter>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly keep: (counts: readonly Counted[]) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** Begins to write down what is counted. */
  start(): void {
    this.timer = setInterval(() => void this.write(), WRITE_MS);
    this.timer.unref();
  }

  /** Writes down the rest. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** The one counter of a key, to be kept: counting is adding one. */
  of(key: string): LookupCounter {
    const known = this.counters.get(key);
    if (known !== undefined) return known;
    const counter = { count: 0 };
    this.counters.set(key, counter);
    return counter;
  }

  /** Writes down what has been counted so far; what can't be written is kept. */
  write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    const counts = [...this.counters].flatMap(([key, { count }]) => (count > 0 ? [{ key, count }] : []));
    if (counts.length === 0) return;
    for (const { key, count } of counts) this.of(key).count -= count;
    try {
      await this.keep(counts);
    } catch (error) {
      // The database is away, or only takes reads: they are kept until it is back.
      for (const { key, count } of counts) this.of(key).count += count;
      this.logger.debug({ err: error }, 'the lookups that were counted could not be written down yet');
    }
  }
}
