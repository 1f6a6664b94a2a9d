import type { ListedKind, VersionFacts } from '../graph/finding/listed-kind.js';
import { RUN_ORDERS } from '../runs/finding/run-links.sql.js';
import { DATASET, DATASET_VERSION } from './dataset-kinds.js';
import { DATASET_VERSION_CONDITIONS } from './dataset-version-filter.js';

const VERSIONS: VersionFacts = {
  kind: DATASET_VERSION,
  table: 'dataset_version',
  conditions: DATASET_VERSION_CONDITIONS,
  orders: {
    ROWS: { description: 'How many rows it has.', of: 'row', type: 'bigint', value: (r) => `${r}.row_count` },
    BYTES: { description: 'How many bytes it has.', of: 'row', type: 'bigint', value: (r) => `${r}.byte_count` },
    ...RUN_ORDERS,
  },
  facets: {},
};

export const DATASETS: ListedKind = { name: 'Dataset', kind: DATASET, versions: VERSIONS };

export const DATASET_VERSIONS: ListedKind = {
  name: 'DatasetVersion',
  kind: DATASET_VERSION,
  versions: VERSIONS,
  facets: { datasets: { description: 'By dataset.', of: 'node', shape: 'ONE', value: (n) => `${n}.name` } },
};
