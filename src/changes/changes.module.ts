import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { changesAfter, type FeedPage } from './feed/changes-after.js';
import type { ChangeFilter } from './feed/feed.sql.js';
import { AuditResolver } from './graphql/audit.resolver.js';
import { ChangeResolver } from './graphql/change.resolver.js';
import { ChangesResolver } from './graphql/changes.resolver.js';
import { MetadataResolver } from './graphql/metadata.resolver.js';
import type { ChangeSealer } from './seal/change-sealer.js';

/** Reads the feed behind a position. */
export type ChangesAfter = (after: number, filter: ChangeFilter, limit: number) => Promise<FeedPage>;

export const CHANGES: Room<OnGraph & { readonly sealer: ChangeSealer }, { readonly changesAfter: ChangesAfter }> = {
  open({ database, graph, sealer }) {
    return {
      offers: { changesAfter: (after, filter, limit) => changesAfter(database, after, filter, limit) },
      resolvers: [
        new ChangesResolver({ database, graph }),
        new ChangeResolver(),
        new MetadataResolver(database),
        new AuditResolver(database),
      ],
      background: [sealer],
    };
  },
};
