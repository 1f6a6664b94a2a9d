import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { Dataset } from './dataset.entity.js';
import { DatasetResolver } from './dataset.resolver.js';
import { DatasetColumnResolver } from './dataset-column.resolver.js';
import { DATASET, DATASET_VERSION } from './dataset-kinds.js';
import { DatasetVersion } from './dataset-version.entity.js';
import { DatasetVersionResolver } from './dataset-version.resolver.js';
import { loadDatasetVersionFacts } from './dataset-version.sql.js';

export const DATASETS: Room<OnGraph> = {
  entities: [DatasetVersion],
  kinds: [
    { kind: DATASET, description: 'A named body of data.', type: Dataset, hasTable: false, logical: true },
    {
      kind: DATASET_VERSION,
      description: 'One immutable state of a dataset.',
      type: DatasetVersion,
      hasTable: true,
      logical: false,
      versionOf: DATASET,
      loadFacts: loadDatasetVersionFacts,
    },
  ],
  open: ({ database, graph }) => ({
    offers: {},
    resolvers: [new DatasetResolver(database, graph), new DatasetVersionResolver(), new DatasetColumnResolver(graph)],
  }),
};
