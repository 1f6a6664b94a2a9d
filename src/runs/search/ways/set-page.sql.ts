import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { joined, type SearchParts } from '../../filters/run-filter.sql.js';
import { holds, type RunTest } from '../../filters/run-test.sql.js';
import { fittingAll } from '../fitting.sql.js';
import { behindPlace, orderClause, placeColumns, placeOrder } from '../run-place.sql.js';
import { readsRun, type SectionQuestion } from './section.js';

export interface FromSet {
  /** All runs that fit these, or all runs. */
  readonly sets: readonly RunTest[];
  /** Looked up for each of them. */
  readonly lookUps: readonly RunTest[];
  /** That they are few: looked up by their ids, where the planner, who can't know it, would read whole tables. */
  readonly few: boolean;
}

/** The page out of a set of runs, all of which are sorted; whole rows are read of those on it alone. Indexes: those of fittingSet, and primary keys. */
export function setPage(question: SectionQuestion, { sets, lookUps, few }: FromSet, sql: SqlParameters): string {
  const { project, filter, order, section, place, wanted } = question;
  const parts: SearchParts = {
    joins: new Map(),
    where: [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    ids: [],
    byId: 'n.id',
  };
  if (filter.includeDeleted !== true) parts.where.push('n.deleted_at is null');
  const set = fittingAll(sets, project, sql);
  if (set !== undefined && few) parts.where.push(`n.id = any(array(${set}))`);
  const from = set === undefined || few ? 'node n' : `(${set}) fitting join node n on n.id = fitting.id`;
  parts.where.push(...lookUps.map((test) => holds(test, project, sql)));
  for (const [index, key] of order.keys.entries()) key.add(parts, index === 0 && key.nullable ? section : 'ANY', sql);
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  return wholeRows(
    question,
    `select ${['n.id', ...placeColumns(order, section)].join(', ')}
      from ${from} ${joined(parts)}
      where ${parts.where.join(' and ')}
      order by ${orderClause(order, section)}
      limit ${wanted}`,
  );
}

/** The page is cut before whole rows are read. Its size stands in the text: the best plan depends on it. */
export function wholeRows(question: SectionQuestion, page: string): string {
  const { order, columns } = question;
  const places = order.keys.map((_, index) => `page.p${index}::text as p${index}`);
  return `with page as materialized (
      ${page}
    )
    select ${[...columns, ...places].join(', ')}
    from page
    join node n on n.id = page.id
    ${readsRun(question) ? 'join run r on r.id = page.id' : ''}
    order by ${placeOrder(order)}`;
}
