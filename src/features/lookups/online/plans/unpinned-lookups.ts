import type { Queryable } from '../../../../platform/database/queryable.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { addUnpinnedLookups, countUnpinnedLookups, forgetUnpinnedLookups } from './unpinned-lookups.sql.js';

/** Lookups of one feature set that are not written down yet. */
export interface LookupCounter {
  count: number;
}

const WRITE_MS = 1_000;

/**
 * Counts the lookups that name no version of a feature set: they follow its current version wherever it goes. Counting is adding one to a number;
 * once a second the numbers are added to those of other processes, in the database.
 */
export class UnpinnedLookups {
  private readonly counters = new Map<string, LookupCounter>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private forgotten = '';

  constructor(
    private readonly database: Queryable,
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

  /** The one counter of a feature set, to be kept: counting is adding one. */
  of(featureSetId: string): LookupCounter {
    const known = this.counters.get(featureSetId);
    if (known !== undefined) return known;
    const counter = { count: 0 };
    this.counters.set(featureSetId, counter);
    return counter;
  }

  /** Lookups of the last days: all of this process, and of others until a second ago. */
  async countOf(featureSetId: string | undefined): Promise<{ readonly count: number; readonly since: Date }> {
    await this.write();
    const written = await countUnpinnedLookups(this.database, featureSetId);
    const waiting = featureSetId === undefined ? 0 : this.of(featureSetId).count;
    return { ...written, count: written.count + waiting };
  }

  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    const counts = [...this.counters].flatMap(([featureSetId, { count }]) =>
      count > 0 ? [{ featureSetId, count }] : [],
    );
    if (counts.length === 0) return;
    for (const { featureSetId, count } of counts) this.of(featureSetId).count -= count;
    try {
      await addUnpinnedLookups(this.database, counts);
    } catch (error) {
      // The database is away, or only takes reads: they are kept until it is back.
      for (const { featureSetId, count } of counts) this.of(featureSetId).count += count;
      this.logger.debug({ err: error }, 'the lookups that were counted could not be written down yet');
      return;
    }
    const today = new Date().toISOString().slice(0, 10);
    if (this.forgotten === today) return;
    this.forgotten = today;
    await forgetUnpinnedLookups(this.database).catch(() => undefined);
  }
}
