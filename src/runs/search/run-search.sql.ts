import { type CursorValues, decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { StatementNames } from '../../platform/database/statement-names.js';
import { badInput } from '../../platform/errors.js';
import { once } from '../../platform/once.js';
import { estimateFacts } from '../filters/estimate-facts.sql.js';
import type { RunCondition } from '../filters/run-filter.sql.js';
import type { Run } from '../record/run.entity.js';
import { toRun } from '../record/run-row.js';
import { type ResolvedOrder, type Section, type SortOrder, sortOrder } from './run-order.sql.js';
import { type Ask, readSection, type Spread, sampleOf } from './ways/read-section.sql.js';
import { SEARCH_STEPS, type SearchSteps } from './ways/section.js';

export interface RunSearch {
  readonly project: string;
  readonly filter: RunCondition;
  readonly orderBy: readonly ResolvedOrder[];
  readonly page: PageRequest;
  /** What is read of each, of `node n` and `run r`. */
  readonly columns: readonly string[];
  /** SEARCH_STEPS if left out. */
  readonly steps?: SearchSteps;
}

/** A run that was found, and the values of its cursor. */
export interface FoundRun {
  readonly run: Run;
  readonly place: CursorValues;
}

/**
 * Runs of a project that fit, in order, one more than the page holds. Runs that lack the first key come from a second
 * statement, so that the first can follow an index. See readSection and sortOrder for the indexes; without filter and order
 * it is node_kind.
 */
export async function searchRuns(
  db: Queryable,
  names: StatementNames,
  search: RunSearch,
  signal?: AbortSignal,
): Promise<FoundRun[]> {
  const { project, filter, page, columns, steps = SEARCH_STEPS } = search;
  const order = sortOrder(project, search.orderBy);
  const signature = signatureOf(search.orderBy);
  const wanted = page.first + 1;
  // A named statement is soon planned once for whatever values come.
  const ask: Ask = (text, sql, plannedFor) =>
    db.query(plannedFor === 'VALUES' ? statement('', text) : names.named(text), sql.values, signal);
  const spread: Spread = {
    sample: once(() => sampleOf(ask, { project, filter })),
    expected: once(async () => filter.expected ?? (await estimateOwn(db, search, signal))),
  };
  const found: FoundRun[] = [];
  for (const { section, place } of sections(search, order)) {
    if (found.length >= wanted) break;
    const question = { project, filter, order, section, place, wanted, columns };
    const { rows, isAll } = await readSection(ask, question, spread, steps);
    for (const row of rows) {
      found.push({
        run: toRun(row),
        place: [signature, ...order.keys.map((_, index) => row[`p${index}`] ?? null), row.id],
      });
    }
    if (isAll) break;
  }
  return found.slice(0, wanted);
}

async function estimateOwn(db: Queryable, { project, filter }: RunSearch, signal?: AbortSignal) {
  return filter.ownFacts === undefined ? undefined : estimateFacts(db, project, filter.ownFacts, signal);
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
