import type { EventHorizon } from '../features/ingest/event-horizon.js';
import type { Graph } from '../graph/graph.module.js';
import type { Database } from '../platform/database/database.js';
import { EntityRightsResolver } from './entity-rights/entity-rights.resolver.js';
import { RetentionResolver } from './retention/retention.resolver.js';

/** How long rows are kept, and what a person may ask of them. */
export function createStewardship(database: Database, graph: Graph, horizon: EventHorizon) {
  return { resolvers: [new RetentionResolver(database, graph, horizon), new EntityRightsResolver(database, graph)] };
}
