import type { Queryable } from '../../../platform/database/queryable.js';
import { SqlParameters } from '../../../platform/database/sql-parameters.js';
import type { StatementNames } from '../../../platform/database/statement-names.js';
import { RUN_ID } from '../protocol/kept-words.js';
import { compareNumber, compareTag, compareText } from '../search/comparison.sql.js';
import type { Comparison, Entity } from '../search/grammar.js';
import type { OffsetPage } from '../search/page-token.js';
import { LOGGED_MODEL_COLUMNS, LOGGED_MODEL_SOURCE, type LoggedModelRow } from './logged-model.sql.js';

/** A dataset, '' for any digest. */
export interface MetricScope {
  readonly name: string;
  readonly digest: string;
}

export interface LoggedModelOrder {
  readonly entity: Entity;
  readonly key: string;
  readonly ascending: boolean;
  readonly dataset: MetricScope | undefined;
}

export interface LoggedModelSearch {
  readonly project: string;
  readonly experiments: readonly string[];
  readonly comparisons: readonly Comparison[];
  /** What metrics have to be about; empty: anything. */
  readonly datasets: readonly MetricScope[];
  readonly order: readonly LoggedModelOrder[];
  readonly page: OffsetPage;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  name: 'n.name',
  model_id: `'m-' || replace(n.id::text, '-', '')`,
  model_type: 'm.model_type',
  status: 'm.status',
  source_run_id: `coalesce(replace(m.source_run_id::text, '-', ''), n.tags ->> '${RUN_ID}')`,
  experiment_id: 'm.experiment_id::text',
  creation_timestamp: 'floor(extract(epoch from n.created_at) * 1000)::float8',
  creation_time: 'floor(extract(epoch from n.created_at) * 1000)::float8',
  last_updated_timestamp: 'floor(extract(epoch from m.changed_at) * 1000)::float8',
  last_updated_time: 'floor(extract(epoch from m.changed_at) * 1000)::float8',
};

/** Living logged models that fit, one more than the page holds. Index: logged_model_experiment. */
export function searchLoggedModels(
  db: Queryable,
  names: StatementNames,
  { project, experiments, comparisons, datasets, order, page }: LoggedModelSearch,
  signal: AbortSignal,
): Promise<LoggedModelRow[]> {
  const sql = new SqlParameters();
  const where = [
    `n.project = ${sql.add(project)}`,
    'n.deleted_at is null',
    `m.experiment_id = any(${sql.add(experiments)}::uuid[])`,
    ...comparisons.map((comparison) => conditionOf(comparison, datasets, sql)),
    ...(datasets.length > 0 && !comparisons.some(({ entity }) => entity === 'metric') ? [judgedBy(datasets, sql)] : []),
  ];
  const terms = order.flatMap((each) => orderTerms(each, sql));
  if (!order.some(({ key }) => key.startsWith('creation_time'))) terms.push('n.created_at desc');
  const text = `select ${LOGGED_MODEL_COLUMNS} from ${LOGGED_MODEL_SOURCE} where ${where.join(' and ')}
     order by ${terms.join(', ')}, n.id desc limit ${sql.add(page.first + 1)} offset ${sql.add(page.offset)}`;
  return db.query<LoggedModelRow>(names.named(text), sql.values, signal);
}

function conditionOf(comparison: Comparison, datasets: readonly MetricScope[], sql: SqlParameters): string {
  const { entity, key } = comparison;
  switch (entity) {
    case 'metric': {
      const about = datasets.map((scope) => scopeOf('v', scope, sql)).join(' or ');
      return `exists (select from logged_model_metric v where v.model_id = n.id and v.name = ${sql.add(key)}
         and ${compareNumber('v.value', comparison, sql)}${about === '' ? '' : ` and (${about})`})`;
    }
    case 'parameter':
      return compareText(`m.parameters ->> ${sql.add(key)}`, comparison, sql);
    case 'tag':
      return compareTag(comparison, sql);
    default: {
      const expression = ATTRIBUTES[key] ?? 'n.name';
      if (typeof comparison.value === 'number') return compareNumber(expression, comparison, sql);
      const value = key === 'status' ? withoutPrefix(comparison.value) : comparison.value;
      return compareText(expression, { ...comparison, value }, sql);
    }
  }
}

/** Without a condition on a metric, datasets mean models that have any metric about one of them. */
function judgedBy(datasets: readonly MetricScope[], sql: SqlParameters): string {
  const about = datasets.map((scope) => scopeOf('v', scope, sql)).join(' or ');
  return `exists (select from logged_model_metric v where v.model_id = n.id and (${about}))`;
}

function scopeOf(alias: string, { name, digest }: MetricScope, sql: SqlParameters): string {
  const about = `${alias}.dataset_name = ${sql.add(name)}`;
  return digest === '' ? about : `(${about} and ${alias}.dataset_digest = ${sql.add(digest)})`;
}

function withoutPrefix(value: Comparison['value']): Comparison['value'] {
  const strip = (text: string) => text.replace(/^LOGGED_MODEL_/, '');
  if (typeof value === 'string') return strip(value);
  return Array.isArray(value) ? value.map(strip) : value;
}

function orderTerms({ entity, key, ascending, dataset }: LoggedModelOrder, sql: SqlParameters): string[] {
  const last = `${ascending ? 'asc' : 'desc'} nulls last`;
  switch (entity) {
    case 'metric': {
      const about = dataset === undefined ? '' : ` and ${scopeOf('v', dataset, sql)}`;
      return [
        `(select nullif(v.value, 'NaN') from logged_model_metric v where v.model_id = n.id and v.name = ${sql.add(key)}${about}
           order by v.time desc, v.step desc limit 1) ${last}`,
      ];
    }
    case 'parameter':
      return [`(m.parameters ->> ${sql.add(key)}) collate "C" ${last}`];
    case 'tag':
      return [`(n.tags ->> ${sql.add(key)}) collate "C" ${last}`];
    default:
      return [`${ATTRIBUTES[key] ?? 'n.name'} ${last}`];
  }
}
