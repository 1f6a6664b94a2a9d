import type { Queryable } from '../../../../platform/database/queryable.js';
import { SqlParameters } from '../../../../platform/database/sql-parameters.js';
import type { StatementNames } from '../../../../platform/database/statement-names.js';
import { VIEWS, type ViewType } from '../../experiments/search-experiments.sql.js';
import type { Comparison } from '../../search/grammar.js';
import type { OrderKey } from '../../search/order-by.js';
import type { OffsetPage } from '../../search/page-token.js';
import { runCondition } from './run-condition.sql.js';
import { orderTerm } from './run-order.sql.js';

export interface RunSearch {
  readonly project: string;
  /** Uuids. */
  readonly experiments: readonly string[];
  readonly view: ViewType;
  readonly comparisons: readonly Comparison[];
  readonly order: readonly OrderKey[];
  readonly page: OffsetPage;
}

/**
 * The ids of the runs that fit, one more than the page holds; of equals the one that began last comes first. Indexes: run_experiment, then those
 * that runCondition names.
 */
export async function searchRunIds(
  db: Queryable,
  names: StatementNames,
  { project, experiments, view, comparisons, order, page }: RunSearch,
  signal: AbortSignal,
): Promise<string[]> {
  const sql = new SqlParameters();
  const joins = ['join run r on r.id = n.id', 'join node e on e.id = n.parent_id'];
  const where = [
    `n.project = ${sql.add(project)}`,
    `n.kind = 'RUN'`,
    `n.parent_id = any(${sql.add(experiments)}::uuid[])`,
    ...VIEWS[view],
    ...comparisons.map((comparison) => runCondition(comparison, sql)),
  ];
  const terms: string[] = [];
  for (const [index, key] of order.entries()) {
    const term = orderTerm(key, `k${index}`, sql);
    if (term.join !== undefined) joins.push(term.join);
    terms.push(...term.by);
  }
  if (!order.some(({ key }) => key === 'start_time')) terms.push('r.started_at desc nulls last');
  const text = `select n.id from node n ${joins.join(' ')}
     where ${where.join(' and ')}
     order by ${terms.join(', ')}, n.id
     limit ${sql.add(page.first + 1)} offset ${sql.add(page.offset)}`;
  const rows = await db.query<{ id: string }>(names.named(text), sql.values, signal);
  return rows.map(({ id }) => id);
}
