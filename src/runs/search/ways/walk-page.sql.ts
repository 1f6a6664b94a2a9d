import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { named } from '../../filters/logged-value.sql.js';
import { asksFacts, factConditions, type RunFacts } from '../../filters/run-facts-condition.sql.js';
import { addFacts, joined, type SearchJoin, type SearchParts, testsOf } from '../../filters/run-filter.sql.js';
import { holds, ofParent, type RunTest } from '../../filters/run-test.sql.js';
import { fittingAll } from '../fitting.sql.js';
import type { SortKey } from '../run-order.sql.js';
import { behindPlace, beyondPlace, placeOrder } from '../run-place.sql.js';
import type { PlannedWalk, WalkSource } from './search-plan.js';
import { canWalk, readsRun, type SectionQuestion } from './section.js';

/** The walks that a question can be answered by, and what each leaves to test: what its indexes tell is not. The first is tried first. */
export function walksOf(question: SectionQuestion): PlannedWalk[] {
  const { filter, order } = question;
  const [first] = order.keys;
  if (!canWalk(question)) return [];
  const ofKeyAlone = filter.ownFacts !== undefined && filter.tests.length === 0 && isOfKey(filter.ownFacts, first);
  if (first?.logged !== undefined || (first !== undefined && ofKeyAlone))
    return [{ from: 'KEY', tests: testsOf(filter).filter((test) => !isOfKey(test, first)) }];
  const byFacts: PlannedWalk = { from: 'FACTS', tests: filter.tests };
  const leaves = filter.tests.filter(isLeaf);
  if (first !== undefined || leaves.length === 0) return [byFacts];
  return [{ from: 'LEAVES', tests: filter.tests.filter((test) => !leaves.includes(test)) }, byFacts];
}

/** Whether an index has the runs that could fit by their ids: all that have the metric, or the parameter with this value. */
function isLeaf(test: RunTest): boolean {
  return test.is === 'LOGGED' && test.condition.range !== undefined;
}

export interface Walk {
  readonly from: WalkSource;
  /** At most so many runs are looked at; it also tells the planner that the order of an index is wanted. */
  readonly window: number;
  /** These tests are told from a set of all runs that fit them, the others by looking each run up, in this order. */
  readonly sets: readonly RunTest[];
  readonly lookUps: readonly RunTest[];
}

/**
 * The page as it is found in the order of an index, one run after the other until it is full; if it is not, also how many were looked at, and the place of the last.
 * "offset 0" and "is true" leave the planner no other way. Indexes: those of sortOrder, or node_kind; then run_metric_run and primary keys.
 */
export function walkPage(question: SectionQuestion, { from, window, sets, lookUps }: Walk, sql: SqlParameters): string {
  const { project, filter, order, wanted, columns } = question;
  const [first] = order.keys;
  const place = first === undefined ? '' : ', p0';
  const run = { id: 'w.id', hasNode: false };
  const set = fittingAll(sets, project, sql);
  const tests = [
    ...(set === undefined ? [] : [`(w.id in (${set})) is true`]),
    ...lookUps.map((test) => holds(test, project, sql, run)),
  ];
  const direction = order.newestFirst ? 'desc' : 'asc';
  const byKey = first === undefined ? '' : `w.p0 ${direction}, `;
  const back = order.newestFirst ? 'asc' : 'desc';
  const end = `select array[${first === undefined ? '' : 'w.p0::text, '}w.id::text] from w order by ${first === undefined ? '' : `w.p0 ${back}, `}w.id ${back} limit 1`;
  const { text, isWhole } = walked(question, from, window, sql);
  const inOrder = `order by ${byKey}w.id ${direction}`;
  // Sorted before they are tested: the page is full before all are.
  const source = tests.length === 0 ? 'w' : `(select * from w ${inOrder} offset 0) w where ${tests.join(' and ')}`;
  const fitting = `select * from ${source} ${inOrder}`;
  const alive = filter.includeDeleted === true ? '' : 'and n.deleted_at is null ';
  const page = isWhole
    ? fitting
    : `select ${columns.join(', ')}${place}
      from (${fitting} offset 0) w
      cross join lateral (select * from node n where n.id = w.id ${alive}offset 0) n
      ${readsRun(question) ? 'cross join lateral (select * from run r where r.id = w.id offset 0) r' : ''}
      ${inOrder}`;
  return `with w as materialized (
      ${text}
    ), page as materialized (
      ${page}
      limit ${wanted}
    )
    select page.*${first === undefined ? '' : ', page.p0::text as p0'},
      case when (select count(*) from page) < ${wanted} then (select count(*)::int from w) end as walked,
      case when (select count(*) from page) < ${wanted} then (${end}) end as "end"
    from (values (1)) one left join page on true
    order by ${placeOrder(order)}`;
}

/** Of more runs than these, most of which are not told, PostgreSQL would have to keep the rows on disk. */
const MOST_WHOLE = 1_000;

/** The runs in their order; whole rows, where all that is read of them is at hand on the way. */
function walked(question: SectionQuestion, source: WalkSource, window: number, sql: SqlParameters) {
  const { order, section, place, columns } = question;
  const [first] = order.keys;
  const { from, id, parts } = sourceOf(question, source, sql);
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  const isAtHand = source === 'FACTS' && (!readsRun(question) || parts.joins.has('r'));
  const isWhole = isAtHand && window <= MOST_WHOLE;
  const direction = order.newestFirst ? 'desc' : 'asc';
  const key = first === undefined ? '' : `${first.expression} ${direction}, `;
  const read = isWhole ? columns.join(', ') : `${id} as id`;
  const text = `select ${read}${first === undefined ? '' : `, ${first.expression} as p0`}
      from ${from} ${joined(parts)}
      where ${parts.where.join(' and ')}
      order by ${key}${id} ${direction} limit ${window}`;
  return { text, isWhole };
}

interface Source {
  readonly from: string;
  readonly id: string;
  readonly parts: SearchParts;
}

function sourceOf(question: SectionQuestion, source: WalkSource, sql: SqlParameters): Source {
  const { project, filter, order, section } = question;
  const [first] = order.keys;
  if (source === 'LEAVES') return leavesOf(question, sql);
  if (source === 'KEY' && first !== undefined) {
    const where = [...first.begins(sql), ...comparedWithKey(first, question, sql)].map(
      beyondPlace(order, question.place),
    );
    return { from: first.source, id: first.id, parts: { joins: new Map(), where, ids: [], byId: first.id } };
  }
  // What is asked of runs themselves the planner knows well: it may take an index of that.
  const where = [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`];
  const parts: SearchParts = { joins: new Map(), where, ids: [], byId: 'n.id' };
  first?.add(parts, section, sql);
  addFacts(parts, project, filter, sql);
  return { from: 'node n', id: first?.id ?? 'n.id', parts };
}

/**
 * Metrics, parameters and what is asked of runs themselves side by side in the order of ids, which costs a fraction of looking them up. Without the nodes, unless
 * something is asked of them: the planner would like to walk those. Indexes: run_metric_run, run_parameter_value, run_type, run_status, run_experiment, run_created_by.
 */
function leavesOf({ project, filter }: SectionQuestion, sql: SqlParameters): Source {
  const conditions = filter.tests.filter(isLeaf).flatMap((test) => (test.is === 'LOGGED' ? [test.condition] : []));
  const joins = new Map<string, SearchJoin>();
  const where: string[] = [];
  const ids: string[] = [];
  let from = '';
  for (const [index, { table, name, compare }] of conditions.entries()) {
    const alias = `v${index}`;
    const on = [...named(alias, project, name, sql), ...compare(alias, sql)];
    if (index === 0) {
      from = `${table} ${alias}`;
      where.push(...on);
    } else {
      joins.set(alias, { how: 'join', source: table, on: [`${alias}.run_id = v0.run_id`, ...on] });
      ids.push(`${alias}.run_id`);
    }
  }
  const { onNode, onRun } = factConditions(filter, sql);
  const ofNode = [...onNode, ...ofParent(filter, sql)];
  if (onRun.length > 0) {
    joins.set('r', {
      how: 'join',
      source: 'run',
      on: ['r.id = v0.run_id', `r.project = ${sql.add(project)}`, ...onRun],
    });
    ids.push('r.id');
  }
  if (ofNode.length > 0) {
    const on = ['n.id = v0.run_id', `n.project = ${sql.add(project)}`, `n.kind = 'RUN'`, ...ofNode];
    joins.set('n', { how: 'join', source: 'node', on });
    ids.push('n.id');
  }
  return { from, id: 'v0.run_id', parts: { joins, where, ids, byId: 'v0.run_id' } };
}

/** The filter asks something of the first key itself: the walk begins where that holds, and ends where it ends. */
function comparedWithKey(first: SortKey, { filter }: SectionQuestion, sql: SqlParameters): string[] {
  const compared = filter.tests.flatMap((test) =>
    test.is === 'LOGGED' && isOfKey(test, first) ? test.condition.compare(first.logged?.alias ?? '', sql) : [],
  );
  return [...compared, ...factConditions(only(filter, first.bounds), sql).onRun];
}

/** Whether a test asks for nothing but what the walk compares the key with. */
function isOfKey(test: RunTest, first: SortKey | undefined): boolean {
  const { logged, bounds = [] } = first ?? {};
  if (test.is === 'FACTS') {
    const beside = Object.keys(test.facts).filter((name) => !bounds.some((bound) => bound === name));
    return !asksFacts(only(test.facts, beside as (keyof RunFacts)[]));
  }
  return test.is === 'LOGGED' && test.condition.table === logged?.table && test.condition.name === logged.name;
}

function only(facts: RunFacts, names: readonly (keyof RunFacts)[]): RunFacts {
  return Object.fromEntries(names.map((name) => [name, facts[name]]));
}
