import type { Room } from '../graph/room.js';
import type { Database } from '../platform/database/database.js';
import { changesAfter, type FeedPage } from './feed/changes-after.js';
import type { ChangeFilter } from './feed/feed.sql.js';
import type { ChangeSealer } from './seal/change-sealer.js';

/** Reads the feed behind a position. */
export type ChangesAfter = (after: number, filter: ChangeFilter, limit: number) => Promise<FeedPage>;

export const CHANGES: Room<
  { readonly database: Database; readonly sealer: ChangeSealer },
  { readonly changesAfter: ChangesAfter }
> = {
  open({ database, sealer }) {
    return {
      offers: { changesAfter: (after, filter, limit) => changesAfter(database, after, filter, limit) },
      background: [sealer],
    };
  },
};
