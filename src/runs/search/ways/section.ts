import type { CursorValues } from '../../../platform/database/keyset.js';
import type { ExpectedRuns } from '../../filters/estimate-facts.sql.js';
import type { RunCondition } from '../../filters/run-filter.sql.js';
import type { Section, SortOrder } from '../run-order.sql.js';
import { carriesWholeOrder } from '../run-place.sql.js';
import { cheapest, type SearchPlan } from './search-plan.js';

/** How the steps of a search go. */
export interface SearchSteps {
  /** So many runs are looked at in their order before anything is asked of how runs are spread. */
  readonly window: number;
  /** Whether those that fit what is asked of runs themselves are sorted at once, where nothing else is asked. */
  readonly sortsAtOnce: (expected: ExpectedRuns, wanted: number) => boolean;
  /** Which of the ways is taken then. */
  readonly choose: (plans: readonly SearchPlan[]) => SearchPlan;
}

/** So many are sorted sooner than it takes to find a better way. */
const SOON_SORTED = 500;

export const SEARCH_STEPS: SearchSteps = {
  window: 256,
  // Or if they are fewer than a walk to a full page would pass.
  sortsAtOnce: ({ fits, every }, wanted) => fits <= SOON_SORTED || fits * fits <= wanted * every,
  choose: cheapest,
};

/** A section of a search, and the place behind which it goes on. */
export interface SectionQuestion {
  readonly project: string;
  readonly filter: RunCondition;
  readonly order: SortOrder;
  readonly section: Section;
  readonly place: CursorValues | undefined;
  /** Runs wanted. */
  readonly wanted: number;
  /** What is read of each, of `node n` and `run r`. */
  readonly columns: readonly string[];
}

/** Whether the row of the run is read, beside that of its node. */
export function readsRun({ columns }: SectionQuestion): boolean {
  return columns.some(isOfRun);
}

export function isOfRun(column: string): boolean {
  return column.startsWith('r.');
}

/** Whether an index has the runs in the whole order: with further keys, runs that are equal in the first would be cut apart. */
export function canWalk({ filter, order, section }: SectionQuestion): boolean {
  const [first] = order.keys;
  if (section === 'ABSENT') return false;
  if (first !== undefined) return first.indexed && carriesWholeOrder(order, section, first);
  return filter.includeDeleted !== true;
}
