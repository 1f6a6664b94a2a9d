import { type Counted, LookupCounters } from '../../features/lookups/online/plans/lookup-counters.js';
import type { LookupPlan } from '../../features/lookups/online/plans/lookup-plan.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import {
  addServedLookups,
  forgetServedLookups,
  type ServedLookups,
  selectServedLookups,
} from './served-lookups.sql.js';

const FORGET_MS = 60_000;

/** Counts the lookups of each deployment by the model version whose signature answers them. */
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

  /** The same plan, whose lookups are counted as those of a deployment. */
  countedFor(deploymentId: string, plan: LookupPlan): LookupPlan {
    if (plan.modelVersion === undefined) return plan;
    const counter = this.counters.of(`${deploymentId} ${plan.modelVersion.id}`);
    return { ...plan, counters: [...plan.counters, counter] };
  }

  /** What was asked of some model versions: of this process until now, of others until a second ago. */
  async of(modelVersionIds: readonly string[]): Promise<ServedLookups[]> {
    await this.counters.write();
    return selectServedLookups(this.database, modelVersionIds);
  }

  private async keep(counts: readonly Counted[]): Promise<void> {
    await addServedLookups(
      this.database,
      counts.map(({ key, count }) => {
        const [deploymentId = '', modelVersionId = ''] = key.split(' ');
        return { deploymentId, modelVersionId, count };
      }),
    );
    if (performance.now() < this.forgetAt) return;
    this.forgetAt = performance.now() + FORGET_MS;
    await forgetServedLookups(this.database).catch(() => undefined);
  }
}
