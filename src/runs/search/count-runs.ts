import type { Queryable } from '../../platform/database/queryable.js';
import { HeadwaterError } from '../../platform/errors.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import type { RunCondition } from '../filters/run-filter.sql.js';
import type { Run } from '../record/run.entity.js';
import { type Counted, type CountRow, countStatement } from './run-counts.sql.js';
import type { StatementNames } from './statement-names.js';

/** Counting looks at every run that fits, however many: so long it may take, and the page comes all the same. */
const MOST_MS = 5_000;

/** Counts the runs of all pages. */
export type CountPages = (counted: readonly Counted[]) => Promise<readonly CountRow[]>;

/** A page of runs, and how those of all pages are counted. */
export interface CountedPage extends Page<Run> {
  readonly counts: CountPages;
}

export interface CountQuestion {
  readonly project: string;
  readonly filter: RunCondition;
  readonly counted: readonly Counted[];
}

/** Counts the runs that fit, exactly. TIMEOUT where that takes longer than it may; the statement is cancelled then. */
export async function countRuns(
  db: Queryable,
  names: StatementNames,
  { project, filter, counted }: CountQuestion,
  signal?: AbortSignal,
  mostMs = MOST_MS,
): Promise<CountRow[]> {
  const { text, values } = countStatement(project, filter, counted);
  const late = new AbortController();
  const end = () => late.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, mostMs);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await db.query<CountRow>(names.named(text), values, late.signal);
  } catch (error) {
    if (!isLate) throw error;
    throw new HeadwaterError(
      'TIMEOUT',
      `The runs that fit could not be counted within ${mostMs / 1_000} s. Ask for less: another filter, or the page without totalCount and facets.`,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}
