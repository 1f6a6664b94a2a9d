import type { Queryable } from '../../../platform/database/queryable.js';
import { forgetDeletedWebhooks, forgetDeliveries, forgetDeliveriesOfDeleted, giveUpDeliveries } from './sweep.sql.js';

const DAY_S = 86_400;
/** The jitter of each wait is at most so much of it. */
const WITH_JITTER = 1.2;

export interface SweepDeps {
  readonly waits: readonly number[];
  /** How long deliveries that have ended stay in the log. */
  readonly keepSeconds: number;
}

/** Gives up what could not even be tried for longer than all attempts would take, and forgets what ended long ago. */
export async function sweepDeliveries(db: Queryable, { waits, keepSeconds }: SweepDeps): Promise<void> {
  const longest = waits.reduce((sum, wait) => sum + wait, 0) * WITH_JITTER + DAY_S;
  while (await giveUpDeliveries(db, longest));
  while (await forgetDeliveries(db, keepSeconds));
  while (await forgetDeliveriesOfDeleted(db));
  await forgetDeletedWebhooks(db);
}
