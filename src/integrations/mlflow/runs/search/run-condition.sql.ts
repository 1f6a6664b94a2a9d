import type { SqlParameters } from '../../../../platform/database/sql-parameters.js';
import { compareNumber, compareTag, compareText } from '../../search/comparison.sql.js';
import type { Comparison } from '../../search/grammar.js';
import { RUN_NAME } from '../run-words.js';
import { ATTRIBUTES, STATUS_TEXT } from './run-attributes.sql.js';

const NUMBERS = ['start_time', 'end_time'];

/** A condition on `node n`, `run r` and its experiment `node e`. Indexes: run_metric_run, primary key of run_parameter, run_tags, edge_upstream. */
export function runCondition(comparison: Comparison, sql: SqlParameters): string {
  const { entity, key, comparator } = comparison;
  switch (entity) {
    case 'metric':
      return `exists (select from run_metric v where v.run_id = n.id and v.name = ${sql.add(key)} and ${compareNumber('v.value', comparison, sql)})`;
    case 'parameter':
      return parameterCondition(comparison, sql);
    case 'tag':
      return key === RUN_NAME ? compareText('n.name', comparison, sql) : compareTag(comparison, sql);
    case 'dataset':
      return datasetCondition(comparison, sql);
    case 'attribute': {
      if (NUMBERS.includes(key)) return compareNumber(ATTRIBUTES[key] ?? '', comparison, sql);
      if (key === 'status' && (comparator === '=' || comparator === '!='))
        return compareText(STATUS_TEXT, comparison, sql);
      return compareText(ATTRIBUTES[key] ?? 'n.name', comparison, sql);
    }
  }
}

function parameterCondition(comparison: Comparison, sql: SqlParameters): string {
  const row = `select from run_parameter v where v.run_id = n.id and v.name = ${sql.add(comparison.key)}`;
  if (comparison.comparator === 'IS NULL') return `not exists (${row})`;
  if (comparison.comparator === 'IS NOT NULL') return `exists (${row})`;
  return `exists (${row} and ${compareText('v.value', comparison, sql)})`;
}

const DATASET: Readonly<Record<string, string>> = {
  name: `coalesce((f.content::jsonb ->> 'name'), v.name)`,
  digest: `coalesce((f.content::jsonb ->> 'digest'), left(d.digest, 36))`,
  context: `i.attributes ->> 'role'`,
};

/** Some dataset that the run read is so; for `!=` some that is not. */
function datasetCondition(comparison: Comparison, sql: SqlParameters): string {
  return `exists (
       select from edge i
       join node v on v.id = i.src and v.kind = 'DATASET_VERSION'
       join dataset_version d on d.id = v.id
       left join facet f on f.node_id = v.id and f.part = 'OWN' and f.name = 'mlflow_dataset'
       where i.dst = n.id and i.kind = 'INPUT' and i.valid_to is null and i.retired_at is null
         and ${compareText(DATASET[comparison.key] ?? 'v.name', comparison, sql)}
     )`;
}
