import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { addFacts, joined, type SearchParts } from '../../filters/run-filter.sql.js';
import { holds, type RunTest } from '../../filters/run-test.sql.js';
import { behindPlace, beyondPlace, orderClause, placeColumns, placeOrder } from '../run-place.sql.js';
import type { SectionQuestion } from './section.js';
import { wholeRows } from './set-page.sql.js';

/** The page as the planner finds it best, which knows how runs themselves are spread. Indexes: those of factConditions and sortOrder. */
export function directPage(question: SectionQuestion, sql: SqlParameters): string {
  const { order, section, wanted } = question;
  return wholeRows(
    question,
    `${selected(question, sql)}
      order by ${orderClause(order, section)}
      limit ${wanted}`,
  );
}

/** All runs that fit, and of which `lookUps` hold, sorted: "offset 0" keeps the planner from walking the order until the page is full. Indexes: those of factConditions and holds. */
export function sortedPage(question: SectionQuestion, lookUps: readonly RunTest[], sql: SqlParameters): string {
  const { order, wanted } = question;
  return wholeRows(
    question,
    `select * from (
      ${selected(question, sql, lookUps)}
      offset 0
    ) page
    order by ${placeOrder(order)}
    limit ${wanted}`,
  );
}

function selected(question: SectionQuestion, sql: SqlParameters, lookUps: readonly RunTest[] = []): string {
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
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  return `select ${['n.id', ...placeColumns(order, section)].join(', ')}
      from node n ${joined(parts)}
      where ${parts.where.join(' and ')}`;
}
