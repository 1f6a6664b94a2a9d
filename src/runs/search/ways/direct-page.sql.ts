import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { addFacts, joined, RUN, type SearchParts } from '../../filters/run-filter.sql.js';
import { holds, type RunTest } from '../../filters/run-test.sql.js';
import { behindPlace, beyondPlace, orderClause, placeColumns, placeOrder } from '../run-place.sql.js';
import { canWalk, isOfRun, type SectionQuestion } from './section.js';
import { wholeRows } from './set-page.sql.js';

/**
 * The page as the planner finds it best, which knows how runs themselves are spread. Where an index may give the order, whole rows are read on the way: no more of
 * them than stand on the page, and each once. Indexes: those of factConditions and sortOrder.
 */
export function directPage(question: SectionQuestion, sql: SqlParameters): string {
  const { order, section, wanted, columns } = question;
  const cut = (page: string) => `${page}
      order by ${orderClause(order, section)}
      limit ${wanted}`;
  const ids = ['n.id', ...placeColumns(order, section)];
  if (!canWalk(question)) return wholeRows(question, cut(selected(question, ids, sql)));
  const places = order.keys.map(({ expression }, index) => `(${expression})::text as p${index}`);
  return cut(selected(question, [...columns, ...places], sql));
}

/** All runs that fit, and of which `lookUps` hold, sorted: "offset 0" keeps the planner from walking the order until the page is full. Indexes: those of factConditions and holds. */
export function sortedPage(question: SectionQuestion, lookUps: readonly RunTest[], sql: SqlParameters): string {
  const { order, section, wanted } = question;
  return wholeRows(
    question,
    `select * from (
      ${selected(question, ['n.id', ...placeColumns(order, section)], sql, lookUps)}
      offset 0
    ) page
    order by ${placeOrder(order)}
    limit ${wanted}`,
  );
}

function selected(
  question: SectionQuestion,
  columns: readonly string[],
  sql: SqlParameters,
  lookUps: readonly RunTest[] = [],
): string {
  const { project, filter, order, section, place } = question;
  const parts: SearchParts = {
    joins: new Map(),
    where: [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    ids: [],
    byId: 'n.id',
  };
  addFacts(parts, project, filter, sql);
  parts.where.splice(0, parts.where.length, ...parts.where.map(beyondPlace(order, place)));
  parts.where.push(...lookUps.map((test) => holds(test, project, sql)));
  for (const [index, key] of order.keys.entries()) key.add(parts, index === 0 && key.nullable ? section : 'ANY', sql);
  if (columns.some(isOfRun) && !parts.joins.has('r')) {
    parts.joins.set('r', RUN);
    parts.ids.push('r.id');
  }
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  return `select ${columns.join(', ')}
      from node n ${joined(parts)}
      where ${parts.where.join(' and ')}`;
}
