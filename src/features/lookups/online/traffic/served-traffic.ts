import type { Queryable } from '../../../../platform/database/queryable.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';
import { type Counted, type LookupCounter, LookupCounters } from '../plans/lookup-counters.js';
import type { LookupPlan } from '../plans/lookup-plan.js';
import {
  addServedLookups,
  forgetServedLookups,
  type ServedLookups,
  selectServedLookups,
} from './served-lookups.sql.js';

const FORGET_MS = 60_000;

/** Counts the lookups of now, by whose list of features answers them, and by the deployment that was asked, where one was. */
export class ServedTraffic {
  private readonly counters: LookupCounters;
  private forgetAt = 0;

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

  /** The one counter of what is asked of a reader itself. */
  of(readerId: string): LookupCounter {
    return this.counters.of(readerId);
  }

  /** The same plan, whose lookups are counted as those of a deployment. */
  countedFor(deploymentId: string, plan: LookupPlan): LookupPlan {
    if (plan.modelVersion === undefined) return plan;
    return { ...plan, traffic: [this.counters.of(`${plan.modelVersion.id} ${deploymentId}`)] };
  }

  /** What was asked of some readers: of this process until now, of others until a second ago. */
  async ofAll(readerIds: readonly string[]): Promise<ServedLookups[]> {
    await this.counters.write();
    return selectServedLookups(this.database, readerIds);
  }

  private async keep(counts: readonly Counted[]): Promise<void> {
    await addServedLookups(
      this.database,
      counts.map(({ key, count }) => {
        const [readerId = '', deploymentId = null] = key.split(' ');
        return { readerId, deploymentId, count };
      }),
    );
    if (performance.now() < this.forgetAt) return;
    this.forgetAt = performance.now() + FORGET_MS;
    await forgetServedLookups(this.database).catch(() => undefined);
  }
}
