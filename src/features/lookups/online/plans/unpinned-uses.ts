import type { Queryable } from '../../../../platform/database/queryable.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { type Counted, type LookupCounter, LookupCounters } from './lookup-counters.js';
import { addUnpinnedUses, countUnpinnedUses, forgetUnpinnedUses, type UnpinnedKind } from './unpinned-uses.sql.js';

/** Counts the lookups, or the writes, that name no version of a feature set: they follow its current version wherever it goes. */
export class UnpinnedUses {
  private readonly counters: LookupCounters;
  private forgotten = '';

  constructor(
    private readonly database: Queryable,
    logger: Logger,
    private readonly kind: UnpinnedKind,
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

  /** Uses of the last days: all of this process, and of others until a second ago. */
  async countOf(featureSetId: string | undefined): Promise<{ readonly count: number; readonly since: Date }> {
    await this.counters.write();
    const written = await countUnpinnedUses(this.database, this.kind, featureSetId);
    const waiting = featureSetId === undefined ? 0 : this.of(featureSetId).count;
    return { ...written, count: written.count + waiting };
  }

  private async keep(counts: readonly Counted[]): Promise<void> {
    await addUnpinnedUses(
      this.database,
      this.kind,
      counts.map(({ key, count }) => ({ featureSetId: key, count })),
    );
    const today = new Date().toISOString().slice(0, 10);
    if (this.forgotten === today) return;
    this.forgotten = today;
    await forgetUnpinnedUses(this.database).catch(() => undefined);
  }
}

/** Both kinds of them. */
export interface CountedUses {
  readonly lookups: UnpinnedUses;
  readonly writes: UnpinnedUses;
}
