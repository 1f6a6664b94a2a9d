import type { Database } from '../../platform/database/database.js';
import { findCurrent } from './make-current.js';

/**
 * Does work that looks at the rows of a feature set's current version, and of others, within a transaction: they may be locked, and those
 * who wait for them must not take every connection. Who is current may change meanwhile; then somebody waits in another queue.
 */
export async function shareOfSet<T>(
  database: Database,
  featureSetId: string | undefined,
  others: readonly number[],
  work: () => Promise<T>,
): Promise<T> {
  const current = featureSetId === undefined ? undefined : await findCurrent(database, featureSetId);
  const storages = new Set(current === undefined ? others : [...others, current.storage]);
  return database.shares.use([...storages], work);
}
