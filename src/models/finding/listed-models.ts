import type { ListedKind, VersionFacts } from '../../graph/finding/listed-kind.js';
import { RUN_ORDERS } from '../../runs/finding/run-links.sql.js';
import { MODEL, MODEL_VERSION } from '../model-kinds.js';
import { aliasesOf, metricOf, stageOf } from './model-version-conditions.sql.js';
import { MODEL_VERSION_CONDITIONS } from './model-version-filter.js';

const VERSIONS: VersionFacts = {
  kind: MODEL_VERSION,
  table: 'model_version',
  conditions: MODEL_VERSION_CONDITIONS,
  orders: {
    METRIC: {
      description: 'Its value of the metric in `name`.',
      of: 'row',
      type: 'float8',
      named: true,
      value: (r, sql, name) => metricOf(r, name, sql),
    },
    STAGE: { description: 'Its stage, by its name.', of: 'version', type: 'text', value: stageIn },
    BYTES: {
      description: 'How many bytes its artifact has.',
      of: 'row',
      type: 'bigint',
      value: (r) => `${r}.artifact_bytes`,
    },
    ...RUN_ORDERS,
  },
  facets: {
    stages: { description: 'By stage.', of: 'version', shape: 'ONE', value: stageIn },
    aliases: { description: 'By alias.', of: 'version', shape: 'MANY', value: aliasesOf },
  },
};

/** In an order that is the same everywhere; nothing where there is no version. */
function stageIn(version: string, sql: Parameters<typeof stageOf>[1]): string {
  return `case when ${version}.id is not null then ${stageOf(version, sql)} collate "C" end`;
}

export const MODELS: ListedKind = { name: 'Model', kind: MODEL, versions: VERSIONS };

export const MODEL_VERSIONS: ListedKind = {
  name: 'ModelVersion',
  kind: MODEL_VERSION,
  versions: VERSIONS,
  facets: { models: { description: 'By model.', of: 'node', shape: 'ONE', value: (n) => `${n}.name` } },
};
