import type { ServedTraffic } from '../features/lookups/online/traffic/served-traffic.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { LineageDiffResolver } from './diff/lineage-diff.resolver.js';
import { FrozenLineageRecord } from './frozen/frozen-lineage.entity.js';
import { FrozenLineageResolver } from './frozen/frozen-lineage.resolver.js';
import { ImpactResolver } from './impact/impact.resolver.js';
import { LineageResolver } from './lineage.resolver.js';
import { LineagePathsResolver } from './paths/lineage-paths.resolver.js';
import { SkewResolver } from './skew/skew.resolver.js';

export const LINEAGE: Room<OnGraph & { readonly servedTraffic: ServedTraffic }> = {
  entities: [FrozenLineageRecord],
  open: ({ database, graph, servedTraffic }) => ({
    offers: {},
    resolvers: [
      new LineageResolver(database, graph),
      new FrozenLineageResolver(database, graph.kinds),
      new LineagePathsResolver(database, graph),
      new LineageDiffResolver(database, graph),
      new ImpactResolver(database, graph, servedTraffic),
      new SkewResolver(database, graph),
    ],
  }),
};
