import type { Graph } from '../graph/graph.module.js';
import type { Database } from '../platform/database/database.js';
import { FrozenLineageRecord } from './frozen-lineage.entity.js';
import { FrozenLineageResolver } from './frozen-lineage.resolver.js';
import { LineageResolver } from './lineage.resolver.js';

export const LINEAGE_ENTITIES = [FrozenLineageRecord];

export function createLineage(database: Database, graph: Graph) {
  return { resolvers: [new LineageResolver(database, graph), new FrozenLineageResolver(database)] };
}
