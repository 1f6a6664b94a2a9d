import { SqlParameters } from '../../platform/database/sql-parameters.js';
import { addFacts, joined, type RunCondition, type SearchParts } from '../filters/run-filter.sql.js';
import { holds } from '../filters/run-test.sql.js';
import { fittingAll } from './fitting.sql.js';

/** What can be counted of the runs that fit: all of them, or how many have each value. */
export type Counted = 'TOTAL' | 'STATUS' | 'TYPE' | 'EXPERIMENT' | 'CREATED_BY' | 'TAG';

export interface CountRow {
  readonly counted: Counted;
  /** Of a tag its key, of an experiment its id. */
  readonly key: string | null;
  readonly value: string | null;
  readonly count: number;
}

/** Of each kind the most common values are told. */
export const MOST_VALUES = 100;

const COUNTS: Readonly<Record<Counted, string>> = {
  TOTAL: `select 'TOTAL' as counted, null::text as key, null::text as value, count(*)::int as count from fitting`,
  STATUS: common('STATUS', `select null::text as key, status as value, count(*)::int as count from fitting group by 2`),
  TYPE: common('TYPE', `select null::text as key, type as value, count(*)::int as count from fitting group by 2`),
  EXPERIMENT: common(
    'EXPERIMENT',
    `select e.id::text as key, e.name as value, f.count
      from (select parent_id, count(*)::int as count from fitting group by 1) f join node e on e.id = f.parent_id`,
  ),
  CREATED_BY: common(
    'CREATED_BY',
    `select null::text as key, created_by as value, count(*)::int as count from fitting group by 2`,
  ),
  TAG: common(
    'TAG',
    `select t.key, t.value, count(*)::int as count from fitting f cross join jsonb_each_text(f.tags) t group by 1, 2`,
  ),
};

function common(counted: Counted, values: string): string {
  return `select '${counted}' as counted, key, value, count from (
      ${values}
    ) c order by count desc, value collate "C", key collate "C" limit ${MOST_VALUES}`;
}

const COLUMNS: Readonly<Record<Counted, string | undefined>> = {
  TOTAL: undefined,
  STATUS: 'r.status',
  TYPE: 'r.type',
  EXPERIMENT: 'n.parent_id',
  CREATED_BY: 'n.created_by',
  TAG: 'n.tags',
};

/**
 * Counts the runs that fit, by what is asked. They are found once, as sets of what fits each condition. Indexes: those of fittingSet; node_kind where nothing is asked
 * of metrics and parameters.
 */
export function countStatement(
  project: string,
  filter: RunCondition,
  counted: readonly Counted[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const sql = new SqlParameters();
  const where = [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`];
  const parts: SearchParts = { joins: new Map(), where, ids: [], byId: 'n.id' };
  const { narrow, tests } = filter;
  const set = fittingAll(narrow === undefined ? tests : [narrow], project, sql);
  if (set !== undefined && narrow !== undefined) where.push(`n.id = any(array(${set}))`);
  const from = set === undefined || narrow !== undefined ? 'node n' : `(${set}) s join node n on n.id = s.id`;
  if (narrow !== undefined)
    where.push(...tests.filter((test) => test !== narrow).map((test) => holds(test, project, sql)));
  addFacts(parts, project, filter, sql);
  const columns = counted.flatMap((each) => COLUMNS[each] ?? []);
  if (columns.some((column) => column.startsWith('r.')))
    parts.joins.set('r', { how: 'join', source: 'run', on: ['r.id = n.id'] });
  const text = `with fitting as materialized (
      select ${columns.length === 0 ? 'n.id' : columns.join(', ')}
      from ${from} ${joined(parts)}
      where ${where.join(' and ')}
    )
    ${counted.map((each) => `(${COUNTS[each]})`).join('\n    union all ')}`;
  return { text, values: sql.values };
}
