import { type CursorValues, decodeCursor, type PageRequest } from '../platform/database/keyset.js';
import type { Queryable } from '../platform/database/queryable.js';
import { badInput } from '../platform/errors.js';
import type { Run } from './run.entity.js';
import { addFilter, type RunCondition, type SearchParts } from './run-filter.sql.js';
import type { RunOrder } from './run-order.input.js';
import { type Section, type SortOrder, sortOrder } from './run-order.sql.js';
import { behindPlace, orderClause, placeColumns, placeOrder } from './run-place.sql.js';
import { RUN_COLUMNS, type RunRow, toRun } from './run-row.js';
import { SqlParameters } from './sql-parameters.js';
import type { StatementNames } from './statement-names.js';

export interface RunSearch {
  readonly project: string;
  readonly filter: RunCondition;
  readonly orderBy: readonly RunOrder[];
  readonly page: PageRequest;
}

/** A run that was found, and the values of its cursor. */
export interface FoundRun {
  readonly run: Run;
  readonly place: CursorValues;
}

/**
 * Runs of a project that fit, in order, one more than the page holds. Runs that lack the first key come from a second
 * statement, so that the first can follow an index. See addFilter and sortOrder for the indexes; without filter and order
 * it is node_kind.
 */
export async function searchRuns(
  db: Queryable,
  names: StatementNames,
  search: RunSearch,
  signal?: AbortSignal,
): Promise<FoundRun[]> {
  const order = sortOrder(search.project, search.orderBy);
  const signature = signatureOf(search.orderBy);
  const wanted = search.page.first + 1;
  const found: FoundRun[] = [];
  for (const { section, place } of sections(search, order)) {
    if (found.length >= wanted) break;
    const sql = new SqlParameters();
    const text = sectionText(search, order, section, place, sql);
    for (const row of await db.query<FoundRow>(names.named(text), sql.values, signal)) {
      found.push({
        run: toRun(row),
        place: [signature, ...order.keys.map((_, index) => row[`p${index}`] ?? null), row.id],
      });
    }
  }
  return found.slice(0, wanted);
}

type FoundRow = RunRow & Readonly<Record<`p${number}`, string | null>>;

function sectionText(
  { project, filter, page }: RunSearch,
  order: SortOrder,
  section: Section,
  place: CursorValues | undefined,
  sql: SqlParameters,
): string {
  const parts: SearchParts = {
    joins: new Set(),
    where: [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    ids: [],
  };
  addFilter(parts, project, filter, sql);
  for (const [index, key] of order.keys.entries()) key.add(parts, index === 0 && key.nullable ? section : 'ANY', sql);
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  const places = order.keys.map((_, index) => `page.p${index}::text as p${index}`);
  // The page is cut before whole rows are read. Its size stands in the text: the best plan depends on it.
  return `with page as materialized (
      select ${['n.id', ...placeColumns(order, section)].join(', ')}
      from node n ${[...parts.joins].join(' ')}
      where ${parts.where.join(' and ')}
      order by ${orderClause(order, section)}
      limit ${page.first + 1}
    )
    select ${[RUN_COLUMNS, ...places].join(', ')}
    from page
    join node n on n.id = page.id
    join run r on r.id = page.id
    order by ${placeOrder(order)}`;
}

/** The sections to read, the first of them from behind the cursor. */
function sections({ page, orderBy }: RunSearch, order: SortOrder): { section: Section; place?: CursorValues }[] {
  const place = page.after === undefined ? undefined : decodePlace(page.after, orderBy, order);
  const absent = order.keys[0]?.nullable === true ? [{ section: 'ABSENT' as const }] : [];
  if (place === undefined) return [{ section: 'PRESENT' }, ...absent];
  if (absent.length > 0 && place[0] === null) return [{ section: 'ABSENT', place }];
  return [{ section: 'PRESENT', place }, ...absent];
}

const CURSOR_SHAPES = { float8: 'float', timestamptz: 'time', text: 'text' } as const;

/** A cursor holds its order too: a place in one order is none in another. */
function decodePlace(cursor: string, orderBy: readonly RunOrder[], order: SortOrder): CursorValues {
  const shapes = order.keys.map(({ type }) => CURSOR_SHAPES[type]);
  const [signature, ...place] = decodeCursor(cursor, ['text', ...shapes, 'uuid']);
  if (signature === signatureOf(orderBy)) return place;
  throw badInput(`"${cursor}" is a cursor of another order. Pass the endCursor of an earlier page in the same order.`, {
    field: 'after',
    found: cursor,
  });
}

function signatureOf(orderBy: readonly RunOrder[]): string {
  return JSON.stringify(orderBy.map(({ by, name, direction }) => [by, name ?? '', direction ?? 'DESC']));
}
