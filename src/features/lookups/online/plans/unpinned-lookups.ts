import type { Queryable } from '../../../../platform/database/queryable.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { type Counted, type LookupCounter, LookupCounters } from './lookup-counters.js';
import { addUnpinnedLookups, countUnpinnedLookups, forgetUnpinnedLookups } from './unpinned-lookups.sql.js';

/** Counts the lookups that name no version of a feature set: they follow its current version wherever it goes. */
export class UnpinnedLookups {
  private readonly counters: LookupCounters;
  private forgotten = '';

  constructor(
    private readonly database: Queryable,
    logger: Logger,
  ) {
    this.counters = new LookupCounters((counts) => this.keep(counts), logger);
  }

  start(): void {
    this.counters.start();
  }

  stop(): Promise<void> {
    return this.counters.stop();
  }

  /** The one counter of a feature set, to be kept: counting is adding one. */
  of(featureSetId: string): LookupCounter {
    return this.counters.of(featureSetId);
  }

  /** Lookups of the last days: all of this process, and of others until a second ago. */
  async countOf(featureSetId: string | undefined): Promise<{ readonly count: number; readonly since: Date }> {
    await this.counters.write();
    const written = await countUnpinnedLookups(this.database, featureSetId);
    const waiting = featureSetId === undefined ? 0 : this.of(featureSetId).count;
    return { ...written, count: written.count + waiting };
  }

  private async keep(counts: readonly Counted[]): Promise<void> {
    await addUnpinnedLookups(
      this.database,
      counts.map(({ key, count }) => ({ featureSetId: key, count })),
    );
    const today = new Date().toISOString().slice(0, 10);
    if (this.forgotten === today) return;
    this.forgotten = today;
    await forgetUnpinnedLookups(this.database).catch(() => undefined);
  }
}
