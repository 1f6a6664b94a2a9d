import type { Queryable } from '../../../platform/database/queryable.js';
import { SqlParameters } from '../../../platform/database/sql-parameters.js';
import type { StatementNames } from '../../../platform/database/statement-names.js';
import { DEFAULT_EXPERIMENT, uuidOfExperimentId } from '../protocol/ids.js';
import { compareNumber, compareTag, compareText } from '../search/comparison.sql.js';
import type { Comparison } from '../search/grammar.js';
import type { OrderKey } from '../search/order-by.js';
import type { OffsetPage } from '../search/page-token.js';
import { EXPERIMENT_COLUMNS, type ExperimentRow } from './experiment.sql.js';

export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

export const VIEW_TYPES: readonly ViewType[] = ['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'];

/** The living, the deleted, or both, of `node n`. */
export const VIEWS: Readonly<Record<ViewType, readonly string[]>> = {
  ACTIVE_ONLY: ['n.deleted_at is null'],
  DELETED_ONLY: ['n.deleted_at is not null'],
  ALL: [],
};

export interface ExperimentSearch {
  readonly project: string;
  readonly view: ViewType;
  readonly comparisons: readonly Comparison[];
  readonly order: readonly OrderKey[];
  readonly page: OffsetPage;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  name: 'n.name collate "C"',
  experiment_id: 'n.id',
  creation_time: 'e."createdAt"',
  last_update_time: 'e."changedAt"',
};

/** The experiments that fit, one more than the page holds. Index: node_kind; where only few fit their tags, none is better. */
export function searchExperiments(
  db: Queryable,
  names: StatementNames,
  { project, view, comparisons, order, page }: ExperimentSearch,
  signal: AbortSignal,
): Promise<ExperimentRow[]> {
  const sql = new SqlParameters();
  const where = [`n.project = ${sql.add(project)}`, `n.kind = 'EXPERIMENT'`, ...VIEWS[view]];
  for (const comparison of comparisons) where.push(conditionOf(comparison, sql));
  const terms = order.map(({ key, ascending }) => `${ATTRIBUTES[key]} ${ascending ? 'asc' : 'desc'}`);
  if (terms.length === 0) terms.push('e."createdAt" desc', 'n.id asc');
  else if (!order.some(({ key }) => key === 'experiment_id')) terms.push('n.id desc');
  const text = `select e.* from node n
     cross join lateral (select ${EXPERIMENT_COLUMNS}) e
     where ${where.join(' and ')}
     order by ${terms.join(', ')}
     limit ${sql.add(page.first + 1)} offset ${sql.add(page.offset)}`;
  return db.query<ExperimentRow>(names.named(text), sql.values, signal);
}

function conditionOf(comparison: Comparison, sql: SqlParameters): string {
  const { entity, key, value } = comparison;
  if (entity === 'tag') return compareTag(comparison, sql);
  if (key === 'experiment_id') {
    const ids = [value].flat().map((id) => (id === DEFAULT_EXPERIMENT.id ? DEFAULT_EXPERIMENT.name : String(id)));
    const expression = `case when n.name = ${sql.add(DEFAULT_EXPERIMENT.name)} then n.name else n.id::text end`;
    const wanted = ids.map((id) => uuidOfExperimentId(id) ?? id);
    return compareText(expression, { ...comparison, value: Array.isArray(value) ? wanted : (wanted[0] ?? '') }, sql);
  }
  const expression = ATTRIBUTES[key] ?? 'n.name';
  return key === 'name' ? compareText(expression, comparison, sql) : compareNumber(expression, comparison, sql);
}
