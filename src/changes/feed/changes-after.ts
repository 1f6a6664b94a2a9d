import type { Database } from '../../platform/database/database.js';
import type { SealedChange } from '../record/change-record.js';
import { selectLastPosition } from '../seal/seal.sql.js';
import { sealForReading } from '../seal/seal-changes.js';
import { type ChangeFilter, selectChangesBetween } from './feed.sql.js';

/** So many positions are looked at by one statement, whether their changes are wanted or not. */
const STRIDE = 5_000;

export interface FeedPage {
  readonly changes: readonly SealedChange[];
  /** Every change up to it was looked at: go on from here, also where none was wanted. */
  readonly position: number;
  /** Whether there were further positions. */
  readonly more: boolean;
}

/**
 * The feed: what was done behind a position (0: from the beginning), in the order of commits, including all that is committed by now. Nothing
 * ever appears at or below a position that was given, so whoever goes on from `position` sees each change exactly once.
 */
export async function changesAfter(
  database: Database,
  after: number,
  filter: ChangeFilter,
  limit: number,
): Promise<FeedPage> {
  await sealForReading(database);
  const last = await selectLastPosition(database);
  for (let from = after; from < last; ) {
    const until = Math.min(from + STRIDE, last);
    const changes = await selectChangesBetween(database, { after: from, until }, filter, limit);
    const end = changes.at(-1);
    // A page may end before its limit because its changes are large.
    if (end !== undefined) return { changes, position: end.position, more: end.position < last };
    from = until;
  }
  return { changes: [], position: Math.max(after, last), more: false };
}
