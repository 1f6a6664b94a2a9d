import type { CursorValues } from '../../../platform/database/keyset.js';
import { SqlParameters } from '../../../platform/database/sql-parameters.js';
import type { ExpectedRuns } from '../../filters/estimate-facts.sql.js';
import { testsOf } from '../../filters/run-filter.sql.js';
import type { RunRow } from '../../record/run-row.js';
import { directPage, sortedPage } from './direct-page.sql.js';
import { type RunSample, type SampledRun, sampleRuns, toSample } from './sample.sql.js';
import { lookUpsOf, searchPlans, type WalkSource } from './search-plan.js';
import type { SearchSteps, SectionQuestion } from './section.js';
import { type FromSet, setPage } from './set-page.sql.js';
import { type Walk, walkPage, walksOf } from './walk-page.sql.js';

/** Runs a statement with the parameters that were collected for it; planned for these, where the best plan depends on them. */
export type Ask = <Row>(text: string, sql: SqlParameters, plannedFor?: 'VALUES') => Promise<Row[]>;

export type FoundRow = RunRow & Readonly<Record<`p${number}`, string | null>>;

/** So many of a first window tell how far a second one must go. */
const TELLING = 32;
/** So many runs for each that is wanted, a first window holds at least. */
const OF_PAGE = 2;
/** Where the planner knows which share fits, so many times what it takes then. */
const MORE = 1.3;
/** Where each run on a walk fits, unless it is deleted, so many more are enough mostly. */
const DELETED = 8;
/** A set of so many is looked up by ids. */
const FEW = 4_000;

/** What was found of a section. */
export interface FoundSection {
  readonly rows: FoundRow[];
  /** Whether the runs that lack the first key stand among them. */
  readonly isAll: boolean;
}

/** What is known of how runs are spread; found out once, whoever asks. */
export interface Spread {
  readonly sample: () => Promise<RunSample>;
  /** What the planner expects of what is asked of runs themselves. */
  readonly expected: () => Promise<ExpectedRuns | undefined>;
}

/*  How metrics and parameters are spread, and which of them go together, is what PostgreSQL doesn't know: it takes walking past 90,000 runs
 *  for the same as past 200. So a search about them goes in steps, until one has the page:
 *    few runs fit one condition   those are looked up, and sorted; so are those that fit what is asked of runs themselves, if they are fewer than a walk to a full
 *                                 page would pass: the planner takes it for independent of metrics and of time, and would walk on where it isn't
 *    a window in the order        its runs are looked up until the page is full; and the one behind it, where it was half full or so
 *    a sample of the runs         says what each of the other ways would cost, and the cheapest is taken                           */
export async function readSection(
  ask: Ask,
  question: SectionQuestion,
  { sample, expected }: Spread,
  { window, sortsAtOnce, choose }: SearchSteps,
): Promise<FoundSection> {
  const { filter, order, wanted } = question;
  const { narrow, ownFacts } = filter;
  const tests = testsOf(filter);
  const bySet = async (plan: FromSet) => {
    const whole = question.section === 'PRESENT' && order.keys[0]?.nullable === true && tests.length > 0;
    const asked: SectionQuestion = whole ? { ...question, section: 'ANY' } : question;
    const { sets, lookUps } = plan;
    const byFacts = sets.length === 1 && sets[0] === ownFacts;
    const statementOf = (sql: SqlParameters) => (byFacts ? sortedPage(asked, lookUps, sql) : setPage(asked, plan, sql));
    return { rows: await read(ask, statementOf, byFacts ? 'VALUES' : undefined), isAll: whole };
  };
  const directly = async () => {
    const plannedFor = ownFacts === undefined ? undefined : 'VALUES';
    return { rows: await read(ask, (sql) => directPage(question, sql), plannedFor), isAll: false };
  };
  const walks = walksOf(question);
  const [nearest] = walks;
  const byLogged = order.keys.some(({ logged }) => logged !== undefined);
  if (filter.tests.length === 0 && !byLogged && nearest?.from !== 'KEY') return directly();
  if (narrow !== undefined)
    return bySet({ sets: [narrow], lookUps: tests.filter((test) => test !== narrow), few: true });
  let near = nearest?.tests.length === 0 ? wanted + DELETED : Math.max(window, OF_PAGE * wanted);
  if (filter.tests.length === 0 && ownFacts !== undefined && byLogged) {
    const facts = await expected();
    if (facts !== undefined && sortsAtOnce(facts, wanted)) return bySet({ sets: tests, lookUps: [], few: true });
    if (nearest === undefined) return directly();
    if (facts !== undefined) near = Math.ceil((MORE * wanted * facts.every) / Math.max(1, facts.fits));
  }
  let reached: WalkedSection | undefined;
  if (nearest !== undefined) {
    const way = { from: nearest.from, sets: [], lookUps: nearest.tests };
    reached = await walk(ask, question, { ...way, window: near });
    if (reached.isComplete) return reached;
    const { seen } = reached;
    if (seen.found >= TELLING) {
      const window = Math.ceil((1.5 * seen.walked * wanted) / seen.found) - seen.walked;
      reached = await walk(ask, question, { ...way, window }, reached);
      if (reached.isComplete) return reached;
    }
  }
  if (tests.length === 0) return bySet({ sets: [], lookUps: [], few: false });
  const plans = searchPlans({ tests, wanted, walks, expected: await expected(), seen: reached?.seen }, await sample());
  const plan = choose(plans);
  if (plan.from !== 'SET') {
    const further = await walk(ask, question, { ...plan, from: plan.from, window: Math.ceil(3 * plan.runs) }, reached);
    if (further.isComplete) return further;
  }
  // Whoever has walked too far in vain doesn't walk again.
  const set = plan.from === 'SET' ? plan : choose(plans.filter(({ from }) => from === 'SET'));
  return bySet({ ...set, few: set.runs <= FEW });
}

/** How many of the runs in one window of a walk were found to fit. */
interface Seen {
  readonly from: WalkSource;
  readonly found: number;
  readonly walked: number;
}

/** What was found from the beginning of a walk. */
interface WalkedSection extends FoundSection {
  /** In its last window: what lies behind another one is better known by that alone, for runs that fit often stand together at the beginning. */
  readonly seen: Seen;
  readonly isComplete: boolean;
  /** Where its last window ends. */
  readonly end: CursorValues | null;
}

/** Looks for a page in a window; in the one behind it, if the walk has `reached` its end. */
async function walk(ask: Ask, question: SectionQuestion, way: Walk, reached?: WalkedSection): Promise<WalkedSection> {
  const before = reached?.seen.from === way.from ? reached : undefined;
  const behind = before?.end ?? question.place;
  const wanted = question.wanted - (before?.rows.length ?? 0);
  const answered = await read<FoundRow & { walked: number | null; end: string[] | null }>(
    ask,
    (sql) => walkPage({ ...question, place: behind, wanted }, way, sql),
    way.from === 'KEY' ? undefined : 'VALUES',
  );
  const rows = answered.filter(({ id }) => id !== null);
  const { walked = 0, end = null } = answered[0] ?? {};
  const isComplete = rows.length >= wanted || (walked ?? 0) < way.window;
  const seen = { from: way.from, found: rows.length, walked: walked ?? 0 };
  return { rows: [...(before?.rows ?? []), ...rows], isAll: false, seen, isComplete, end };
}

/** Looks at some runs. */
export async function sampleOf(ask: Ask, { project, filter }: Pick<SectionQuestion, 'project' | 'filter'>) {
  const sql = new SqlParameters();
  const tests = testsOf(filter);
  const lookUps = tests.reduce((sum, test) => sum + lookUpsOf(test), 0);
  return toSample(await ask<SampledRun>(sampleRuns(project, tests, lookUps, sql), sql));
}

function read<Row = FoundRow>(
  ask: Ask,
  statementOf: (sql: SqlParameters) => string,
  plannedFor?: 'VALUES',
): Promise<Row[]> {
  const sql = new SqlParameters();
  return ask<Row>(statementOf(sql), sql, plannedFor);
}
