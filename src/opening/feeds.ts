import { ChangeFeed } from '../platform/database/change-feed.js';
import type { Database } from '../platform/database/database.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { SharedChanges } from '../processes/shared-changes.js';

/** The triggers of the migrations notify them. */
const CATALOG_CHANNEL = 'headwater_catalog';
const KEY_CHANNEL = 'headwater_access';

/** What tells a process that something which it remembers has changed. */
export interface Feeds {
  /** Of the catalog. */
  readonly changes: ChangeFeed;
  /** Of API keys. */
  readonly keyChanges: ChangeFeed;
}

/** Feeds that have not begun to listen; without a connection they never can. */
export function feedsOn(connection: ConstructorParameters<typeof ChangeFeed>[0], logger: Logger): Feeds {
  return {
    changes: new ChangeFeed(connection, CATALOG_CHANNEL, logger),
    keyChanges: new ChangeFeed(connection, KEY_CHANNEL, logger),
  };
}

/** Begins to listen; what this process itself commits is told to the one beside it, too. */
export async function startFeeds(
  database: Database,
  logger: Logger,
): Promise<Feeds & { readonly shared: SharedChanges; stop(): Promise<unknown> }> {
  const { changes, keyChanges } = feedsOn(database.pool.options, logger);
  const shared = new SharedChanges(() => changes.changedHere());
  database.onCommit(() => shared.commit());
  await Promise.all([changes.start(), keyChanges.start()]);
  return { changes, keyChanges, shared, stop: () => Promise.all([changes.stop(), keyChanges.stop()]) };
}
