import type { CursorValues } from '../platform/database/keyset.js';
import {
  addFacts,
  addFilter,
  addLogged,
  addTests,
  joined,
  lookedUp,
  type RunCondition,
  type SearchParts,
} from './filters/run-filter.sql.js';
import type { SqlParameters } from './filters/sql-parameters.js';
import type { Section, SortKey, SortOrder } from './search/run-order.sql.js';
import { behindPlace, carriesWholeOrder } from './search/run-place.sql.js';

/** How far the steps of a search go. */
export interface SearchBounds {
  /** So many runs are looked at in their order before another way is taken. */
  readonly window: number;
  /** More that fit are not handed from one statement to the next. */
  readonly fitting: number;
}

export const SEARCH_BOUNDS: SearchBounds = { window: 2_000, fitting: 4_000 };

/** A section of a search, and the place behind which it goes on. */
export interface SectionQuestion {
  readonly project: string;
  readonly filter: RunCondition;
  readonly order: SortOrder;
  readonly section: Section;
  readonly place: CursorValues | undefined;
  /** Runs wanted. */
  readonly wanted: number;
  readonly bounds: SearchBounds;
}

/** Whether an index has the runs in the whole order: with further keys, runs that are equal in the first would be cut apart. */
export function canWalk({ filter, order, section }: SectionQuestion): boolean {
  const [first] = order.keys;
  if (section === 'ABSENT') return false;
  if (first !== undefined && !first.indexed) return false;
  if (first !== undefined) return carriesWholeOrder(order, section, first);
  return filter.includeDeleted !== true;
}

/**
 * The page as far as it is found among the first runs of the order: each of them is looked up, one after the other, until the page is full. What a bad
 * guess of the planner would cost is bounded by the window. Indexes: those of sortOrder, or node_kind; then primary keys and run_metric_run.
 */
export function windowPage(question: SectionQuestion, sql: SqlParameters): string {
  const { project, filter, order, section, place, wanted, bounds } = question;
  const [first] = order.keys;
  const walked: SearchParts = { joins: new Map(), where: [], ids: [] };
  const parts: SearchParts = { joins: new Map([['n', NODE]]), where: [], ids: [] };
  if (first === undefined) {
    // What is asked of runs themselves the planner knows well: it may take an index of that.
    walked.where.push(`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`);
    addFacts(walked, project, filter, sql);
    addLogged(parts, project, filter, sql);
    addTests(parts, project, filter, sql);
  } else {
    walked.where.push(...first.begins(sql), ...boundsOf(first, filter, sql));
    addFilter(parts, project, filter, sql);
  }
  if (place !== undefined) walked.where.push(...behindPlace(order, section, place, walked, sql));
  const id = first?.id ?? 'n.id';
  const direction = order.newestFirst ? 'desc' : 'asc';
  const byKey = (key: string, runId: string) =>
    [...(first === undefined ? [] : [`${key} ${direction}`]), `${runId} ${direction}`].join(', ');
  return `select w.id${first === undefined ? '' : ', w.p0'}
      from (
        select ${id}${first === undefined ? '' : `, ${first.expression} as p0`} from ${first?.source ?? 'node n'} ${joined(walked)}
        where ${walked.where.join(' and ')} order by ${byKey(first?.expression ?? '', id)} limit ${bounds.window}
      ) w (id${first === undefined ? '' : ', p0'})
      ${lookedUp(parts)}
      ${parts.where.length === 0 ? '' : `where ${parts.where.join(' and ')}`}
      order by ${byKey('w.p0', 'w.id')}
      limit ${wanted}`;
}

/** What the filter asks of the first key itself: the window begins where that holds. */
function boundsOf({ logged }: SortKey, filter: RunCondition, sql: SqlParameters): string[] {
  const ofKey = filter.logged.filter(({ table, name }) => table === logged?.table && name === logged.name);
  return ofKey.flatMap((condition) => condition.compare(logged?.alias ?? '', sql));
}

const NODE = { how: 'join', source: 'node', on: ['n.id = w.id'] } as const;
