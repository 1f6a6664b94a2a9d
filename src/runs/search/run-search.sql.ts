import { type CursorValues, decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { addFilter, joined, type RunCondition, type SearchParts } from '../filters/run-filter.sql.js';
import { SqlParameters } from '../filters/sql-parameters.js';
import type { Run } from '../record/run.entity.js';
import { RUN_COLUMNS, type RunRow, toRun } from '../record/run-row.js';
import { fittingIds } from '../run-fitting.sql.js';
import { canWalk, SEARCH_BOUNDS, type SearchBounds, type SectionQuestion, windowPage } from '../run-window.sql.js';
import { type ResolvedOrder, type Section, type SortOrder, sortOrder } from './run-order.sql.js';
import { behindPlace, orderClause, placeColumns, placeOrder } from './run-place.sql.js';
import type { StatementNames } from './statement-names.js';

export interface RunSearch {
  readonly project: string;
  readonly filter: RunCondition;
  readonly orderBy: readonly ResolvedOrder[];
  readonly page: PageRequest;
  /** SEARCH_BOUNDS if left out. */
  readonly bounds?: SearchBounds;
}

/** A run that was found, and the values of its cursor. */
export interface FoundRun {
  readonly run: Run;
  readonly place: CursorValues;
}

/** Runs a named statement with the parameters that were collected for it. */
type Ask = <Row>(text: string, sql: SqlParameters) => Promise<Row[]>;

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
  const { project, filter, page, bounds = SEARCH_BOUNDS } = search;
  const order = sortOrder(project, search.orderBy);
  const signature = signatureOf(search.orderBy);
  const wanted = page.first + 1;
  const ask: Ask = (text, sql) => db.query(names.named(text), sql.values, signal);
  const fitting = new Fitting(ask, project, filter, bounds.fitting);
  const found: FoundRun[] = [];
  for (const { section, place } of sections(search, order)) {
    if (found.length >= wanted) break;
    for (const row of await readSection(ask, { project, filter, order, section, place, wanted, bounds }, fitting)) {
      found.push({
        run: toRun(row),
        place: [signature, ...order.keys.map((_, index) => row[`p${index}`] ?? null), row.id],
      });
    }
  }
  return found.slice(0, wanted);
}

type FoundRow = RunRow & Readonly<Record<`p${number}`, string | null>>;

/*  How metrics and parameters are spread, and which of them go together, is what PostgreSQL doesn't know: it takes walking past 90,000 runs
 *  for the same as past 200. So a search about them goes in steps, each of bounded cost, until one has the page:
 *    few runs fit one condition       those are looked up, and ordered
 *    a window in the order            its runs are looked up until the page is full
 *    few fit all conditions together  those are looked up, and ordered
 *    else                             all are read as sets, and ordered                                                              */
async function readSection(ask: Ask, question: SectionQuestion, fitting: Fitting): Promise<FoundRow[]> {
  const { filter, order } = question;
  const isAboutLogged =
    filter.logged.length > 0 || filter.tests.length > 0 || order.keys.some(({ logged }) => logged !== undefined);
  if (filter.narrow !== undefined || !isAboutLogged) return readPage(ask, question, directPage);
  if (canWalk(question)) {
    const rows = await readPage(ask, question, windowPage);
    if (rows.length >= question.wanted) return rows;
  }
  const ids = await fitting.few();
  if (ids?.length === 0) return [];
  return readPage(ask, question, (each, sql) => directPage(each, sql, ids ?? 'ALL'));
}

/** The runs that fit, where they are few; looked for once for all sections. */
class Fitting {
  private found: Promise<readonly string[] | undefined> | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly project: string,
    private readonly filter: RunCondition,
    private readonly most: number,
  ) {}

  few(): Promise<readonly string[] | undefined> {
    this.found ??= this.look();
    return this.found;
  }

  private async look(): Promise<readonly string[] | undefined> {
    const sql = new SqlParameters();
    const text = fittingIds(this.project, this.filter, sql);
    if (text === undefined) return undefined;
    const rows = await this.ask<{ id: string }>(
      `select id from (\n      ${text}\n    ) fitting limit ${this.most + 1}`,
      sql,
    );
    return rows.length > this.most ? undefined : rows.map(({ id }) => id);
  }
}

/** The page is cut before whole rows are read. Its size stands in the text: the best plan depends on it. */
function readPage(
  ask: Ask,
  question: SectionQuestion,
  pageOf: (question: SectionQuestion, sql: SqlParameters) => string,
): Promise<FoundRow[]> {
  const { order } = question;
  const sql = new SqlParameters();
  const page = pageOf(question, sql);
  const places = order.keys.map((_, index) => `page.p${index}::text as p${index}`);
  const text = `with page as materialized (
      ${page}
    )
    select ${[RUN_COLUMNS, ...places].join(', ')}
    from page
    join node n on n.id = page.id
    join run r on r.id = page.id
    order by ${placeOrder(order)}`;
  return ask<FoundRow>(text, sql);
}

/** The page as the planner finds it best; of these runs where their ids are given, and of sets of ALL that fit where they are not. */
function directPage(
  { project, filter, order, section, place, wanted }: SectionQuestion,
  sql: SqlParameters,
  among?: readonly string[] | 'ALL',
): string {
  const parts: SearchParts = {
    joins: new Map(),
    where: [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    ids: [],
  };
  let from = 'node n';
  if (among === undefined) addFilter(parts, project, filter, sql);
  else {
    if (filter.includeDeleted !== true) parts.where.push('n.deleted_at is null');
    const sets = among === 'ALL' ? fittingIds(project, filter, sql) : undefined;
    if (sets !== undefined) from = `(${sets}) fitting join node n on n.id = fitting.id`;
    if (among !== 'ALL') parts.where.push(`n.id = any(${sql.add(among)}::uuid[])`);
  }
  for (const [index, key] of order.keys.entries()) key.add(parts, index === 0 && key.nullable ? section : 'ANY', sql);
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  return `select ${['n.id', ...placeColumns(order, section)].join(', ')}
      from ${from} ${joined(parts)}
      where ${parts.where.join(' and ')}
      order by ${orderClause(order, section)}
      limit ${wanted}`;
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
function decodePlace(cursor: string, orderBy: readonly ResolvedOrder[], order: SortOrder): CursorValues {
  const shapes = order.keys.map(({ type }) => CURSOR_SHAPES[type]);
  const [signature, ...place] = decodeCursor(cursor, ['text', ...shapes, 'uuid']);
  if (signature === signatureOf(orderBy)) return place;
  throw badInput(`"${cursor}" is a cursor of another order. Pass the endCursor of an earlier page in the same order.`, {
    field: 'after',
    found: cursor,
  });
}

function signatureOf(orderBy: readonly ResolvedOrder[]): string {
  return JSON.stringify(orderBy.map(({ by, name, direction, of }) => [by, name ?? '', direction ?? 'DESC', of ?? '']));
}
