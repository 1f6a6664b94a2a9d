import { withinCountTime } from '../../graph/finding/counting/within-count-time.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { StatementNames } from '../../platform/database/statement-names.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import type { RunCondition } from '../filters/run-filter.sql.js';
import type { Run } from '../record/run.entity.js';
import { type Counted, type CountRow, countStatement } from './run-counts.sql.js';

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
  mostMs?: number,
): Promise<CountRow[]> {
  const { text, values } = countStatement(project, filter, counted);
  return withinCountTime('The runs', (inTime) => db.query<CountRow>(names.named(text), values, inTime), signal, mostMs);
}
