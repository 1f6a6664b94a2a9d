import type { ListedKind, VersionFacts } from '../../../graph/finding/listed-kind.js';
import { RUN_ORDERS } from '../../../runs/finding/run-links.sql.js';
import { FEATURE_SET, FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { FEATURE_SET_VERSION_CONDITIONS } from './feature-set-version-filter.js';
import { writtenAt } from './written-at.sql.js';

const VERSIONS: VersionFacts = {
  kind: FEATURE_SET_VERSION,
  table: 'feature_set_version',
  conditions: FEATURE_SET_VERSION_CONDITIONS,
  orders: {
    WRITTEN: {
      description: 'When rows were last written to it: how fresh it is.',
      of: 'row',
      type: 'timestamptz',
      value: writtenAt,
    },
    FEATURES: {
      description: 'How many features it has.',
      of: 'row',
      type: 'bigint',
      value: (r) => `jsonb_array_length(${r}.features)`,
    },
    ...RUN_ORDERS,
  },
  facets: {
    features: {
      description: 'By feature.',
      of: 'row',
      shape: 'MANY',
      value: (r) => `(select array_agg(f.feature ->> 'name') from jsonb_array_elements(${r}.features) f (feature))`,
    },
  },
};

/** The name of the entity that a feature set is about. Index: primary key. */
const entityOf = (set: string) => `(select e.name from node e where e.id = ${set})`;

export const FEATURE_SETS: ListedKind = {
  name: 'FeatureSet',
  kind: FEATURE_SET,
  versions: VERSIONS,
  facets: {
    entities: {
      description: 'By entity.',
      of: 'node',
      shape: 'ONE',
      value: (n) => entityOf(`${n}.parent_id`),
    },
  },
};

export const FEATURE_SET_VERSIONS: ListedKind = {
  name: 'FeatureSetVersion',
  kind: FEATURE_SET_VERSION,
  versions: VERSIONS,
  facets: {
    featureSets: { description: 'By feature set.', of: 'node', shape: 'ONE', value: (n) => `${n}.name` },
    entities: {
      description: 'By entity.',
      of: 'node',
      shape: 'ONE',
      value: (n) => entityOf(`(select s.parent_id from node s where s.id = ${n}.parent_id)`),
    },
  },
};
