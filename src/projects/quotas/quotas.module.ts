import type { Holdings } from '../../graph/nodes/quotas.js';
import type { Room } from '../../graph/room.js';
import type { Database } from '../../platform/database/database.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { QuotaKeeper } from './quota-keeper.js';

export interface QuotaNeeds {
  readonly database: Database;
  readonly logger: Logger;
  readonly settings: { readonly quotas: Holdings };
}

/** How much projects may hold: before the kernel, which asks. */
export const QUOTAS: Room<QuotaNeeds, { readonly quotas: QuotaKeeper }> = {
  open({ database, logger, settings }) {
    const quotas = new QuotaKeeper(database, settings.quotas, logger);
    return { offers: { quotas }, background: [quotas] };
  },
};
