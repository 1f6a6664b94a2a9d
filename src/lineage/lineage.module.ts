import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { LineageDiffResolver } from './diff/lineage-diff.resolver.js';
import { FrozenLineageRecord } from './frozen/frozen-lineage.entity.js';
import { FrozenLineageResolver } from './frozen/frozen-lineage.resolver.js';
import { LineageResolver } from './lineage.resolver.js';
import { LineagePathsResolver } from './paths/lineage-paths.resolver.js';

export const LINEAGE: Room<OnGraph> = {
  entities: [FrozenLineageRecord],
  open: ({ database, graph }) => ({
    offers: {},
    resolvers: [
      new LineageResolver(database, graph),
      new FrozenLineageResolver(database, graph.kinds),
      new LineagePathsResolver(database, graph),
      new LineageDiffResolver(database, graph),
    ],
  }),
};
