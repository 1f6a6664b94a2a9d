import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/nodes/kind-registry.js';
import { NodeKind } from '../graph/nodes/node-kind.js';
import type { Database } from '../platform/database/database.js';
import { Dataset } from './dataset.entity.js';
import { DatasetResolver } from './dataset.resolver.js';
import { DatasetVersion } from './dataset-version.entity.js';
import { DatasetVersionResolver } from './dataset-version.resolver.js';
import { loadDatasetVersionFacts } from './dataset-version.sql.js';

export const DATASET_ENTITIES = [DatasetVersion];

export const DATASET_KINDS: readonly NodeKindDefinition[] = [
  { kind: NodeKind.DATASET, type: Dataset, hasTable: false, logical: true },
  {
    kind: NodeKind.DATASET_VERSION,
    type: DatasetVersion,
    hasTable: true,
    logical: false,
    versionOf: NodeKind.DATASET,
    loadFacts: loadDatasetVersionFacts,
  },
];

export function createDatasets(database: Database, graph: Graph) {
  return { resolvers: [new DatasetResolver(database, graph), new DatasetVersionResolver()] };
}
