import type { EventHorizon } from '../features/ingest/event-horizon.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { EntityRightsResolver } from './entity-rights/entity-rights.resolver.js';
import { RetentionResolver } from './retention/retention.resolver.js';

/** How long rows are kept, and what a person may ask of them. */
export const STEWARDSHIP: Room<OnGraph & { readonly horizon: EventHorizon }> = {
  open: ({ database, graph, horizon }) => ({
    offers: {},
    resolvers: [new RetentionResolver(database, graph, horizon), new EntityRightsResolver(database, graph)],
  }),
};
