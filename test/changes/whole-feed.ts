import { changesAfter } from '../../src/changes/feed/changes-after.js';
import type { SealedChange } from '../../src/changes/record/change-record.js';
import type { Database } from '../../src/platform/database/database.js';

/** Every change behind a position, page by page. */
export async function wholeFeed(database: Database, after = 0, limit = 500): Promise<SealedChange[]> {
  const changes: SealedChange[] = [];
  for (let position = after; ; ) {
    const page = await changesAfter(database, position, {}, limit);
    changes.push(...page.changes);
    position = page.position;
    if (!page.more) return changes;
  }
}
