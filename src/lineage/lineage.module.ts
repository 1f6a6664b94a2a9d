import type { ChangesAfter } from '../changes/changes.module.js';
import type { FeedFollower } from '../changes/feed/feed-follower.js';
import type { ServedTraffic } from '../features/lookups/online/traffic/served-traffic.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { ContaminationResolver } from './contamination/contamination.resolver.js';
import { LineageDiffResolver } from './diff/lineage-diff.resolver.js';
import { FrozenLineageRecord } from './frozen/frozen-lineage.entity.js';
import { FrozenLineageResolver, FrozenLineageVerifier } from './frozen/frozen-lineage.resolver.js';
import { LineageResolver } from './graphql/lineage.resolver.js';
import { ImpactResolver } from './impact/impact.resolver.js';
import { LineageFollower } from './live/follow-lineage.js';
import { LineageChangedResolver } from './live/lineage-changed.resolver.js';
import { LineagePathsResolver } from './paths/lineage-paths.resolver.js';
import { SkewResolver } from './skew/skew.resolver.js';

interface LineageNeeds extends OnGraph {
  readonly servedTraffic: ServedTraffic;
  readonly changesAfter: ChangesAfter;
  readonly feedFollower: FeedFollower;
}

export const LINEAGE: Room<LineageNeeds> = {
  entities: [FrozenLineageRecord],
  open: ({ database, graph, servedTraffic, changesAfter, feedFollower: follower }) => ({
    offers: {},
    resolvers: [
      new LineageResolver(database, graph),
      new FrozenLineageResolver(database, graph.kinds),
      new FrozenLineageVerifier(database),
      new LineagePathsResolver(database, graph),
      new LineageDiffResolver(database, graph),
      new ImpactResolver(database, graph, servedTraffic),
      new ContaminationResolver({ database, graph }),
      new SkewResolver(database, graph),
      new LineageChangedResolver({ database, graph }, new LineageFollower(database, graph, { follower, changesAfter })),
    ],
  }),
};
