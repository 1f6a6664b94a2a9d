import { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { addFacts, joined, type SearchParts, testsOf } from '../../filters/run-filter.sql.js';
import type { RunRow } from '../../record/run-row.js';
import { behindPlace, orderClause, placeColumns } from '../run-place.sql.js';
import { type RunSample, type SampledRun, sampleRuns, toSample } from './sample.sql.js';
import { lookUpsOf, type PlanQuestion, searchPlans, type WalkSource } from './search-plan.js';
import type { SearchSteps, SectionQuestion } from './section.js';
import { type FromSet, setPage, wholeRows } from './set-page.sql.js';
import { type Walk, walkPage, walksOf } from './walk-page.sql.js';

/** Runs a statement with the parameters that were collected for it; planned for these, where the best plan depends on them. */
export type Ask = <Row>(text: string, sql: SqlParameters, plannedFor?: 'VALUES') => Promise<Row[]>;

export type FoundRow = RunRow & Readonly<Record<`p${number}`, string | null>>;

/** So many of a first window tell how far a second one must go. */
const TELLING = 16;
/** So many runs for each that is wanted, a first window holds at least. */
const OF_PAGE = 2;
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

/*  How metrics and parameters are spread, and which of them go together, is what PostgreSQL doesn't know: it takes walking past 90,000 runs
 *  for the same as past 200. So a search about them goes in steps, until one has the page:
 *    few runs fit one condition   those are looked up, and sorted
 *    a window in the order        its runs are looked up until the page is full; and a wider one, where it was half full or so
 *    a sample of the runs         says what each of the other ways would cost, and the cheapest is taken                           */
export async function readSection(
  ask: Ask,
  question: SectionQuestion,
  sample: () => Promise<RunSample>,
  { window, choose }: SearchSteps,
): Promise<FoundSection> {
  const { filter, order, wanted } = question;
  const tests = testsOf(filter);
  const byLogged = order.keys.some(({ logged }) => logged !== undefined);
  // Of what is asked of runs themselves the planner knows how many fit, so it also knows when an order by a metric is worth walking.
  const isAboutLogged = filter.tests.length > 0 || (byLogged && filter.ownFacts === undefined);
  const bySet = async (plan: FromSet) => {
    const whole = question.section === 'PRESENT' && order.keys[0]?.nullable === true && tests.length > 0;
    const asked: SectionQuestion = whole ? { ...question, section: 'ANY' } : question;
    return { rows: await read(ask, (sql) => setPage(asked, plan, sql)), isAll: whole };
  };
  if (!isAboutLogged) {
    const plannedFor = filter.ownFacts === undefined ? undefined : 'VALUES';
    return { rows: await read(ask, (sql) => directPage(question, sql), plannedFor), isAll: false };
  }
  const { narrow } = filter;
  if (narrow !== undefined) {
    return bySet({ sets: [narrow], lookUps: tests.filter((test) => test !== narrow), few: true });
  }
  const walks = walksOf(question);
  const asPlanned = (seen?: Seen): PlanQuestion => ({ tests, wanted, walks, seen });
  let seen: Seen | undefined;
  const [nearest] = walks;
  if (nearest !== undefined) {
    const way = { from: nearest.from, sets: [], lookUps: nearest.tests };
    const near = nearest.tests.length === 0 ? wanted + DELETED : Math.max(window, OF_PAGE * wanted);
    seen = await walk(ask, question, { ...way, window: near });
    if (!seen.isComplete && seen.found >= TELLING)
      seen = await walk(ask, question, { ...way, window: Math.ceil((1.5 * seen.walked * wanted) / seen.found) });
    if (seen.isComplete) return seen;
  }
  if (tests.length === 0) return bySet({ sets: [], lookUps: [], few: false });
  const plans = searchPlans(asPlanned(seen), await sample());
  const plan = choose(plans);
  if (plan.from !== 'SET') {
    const walked = seen?.walked ?? 0;
    const further = await walk(ask, question, { ...plan, from: plan.from, window: Math.ceil(3 * plan.runs) + walked });
    if (further.isComplete) return further;
  }
  // Whoever has walked too far in vain doesn't walk again.
  const set = plan.from === 'SET' ? plan : choose(plans.filter(({ from }) => from === 'SET'));
  return bySet({ ...set, few: set.runs <= FEW });
}

interface Seen extends FoundSection {
  readonly from: WalkSource;
  readonly found: number;
  readonly walked: number;
  readonly isComplete: boolean;
}

async function walk(ask: Ask, question: SectionQuestion, way: Walk): Promise<Seen> {
  const answered = await read<FoundRow & { walked: number | null }>(
    ask,
    (sql) => walkPage(question, way, sql),
    way.from === 'KEY' ? undefined : 'VALUES',
  );
  const rows = answered.filter(({ id }) => id !== null);
  const walked = answered[0]?.walked ?? 0;
  const isComplete = rows.length >= question.wanted || walked < way.window;
  return { from: way.from, rows, isAll: false, found: rows.length, walked, isComplete };
}

/** Looks at some runs once, whoever asks. */
export function sampleOnce(ask: Ask, { project, filter }: Pick<SectionQuestion, 'project' | 'filter'>) {
  let sample: Promise<RunSample> | undefined;
  const look = async () => {
    const sql = new SqlParameters();
    const tests = testsOf(filter);
    const lookUps = tests.reduce((sum, test) => sum + lookUpsOf(test), 0);
    return toSample(await ask<SampledRun>(sampleRuns(project, tests, lookUps, sql), sql));
  };
  return () => {
    sample ??= look();
    return sample;
  };
}

function read<Row = FoundRow>(
  ask: Ask,
  statementOf: (sql: SqlParameters) => string,
  plannedFor?: 'VALUES',
): Promise<Row[]> {
  const sql = new SqlParameters();
  return ask<Row>(statementOf(sql), sql, plannedFor);
}

/** The page as the planner finds it best, which knows how runs themselves are spread. */
function directPage(question: SectionQuestion, sql: SqlParameters): string {
  const { project, filter, order, section, place, wanted } = question;
  const parts: SearchParts = {
    joins: new Map(),
    where: [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    ids: [],
    byId: 'n.id',
  };
  addFacts(parts, project, filter, sql);
  for (const [index, key] of order.keys.entries()) key.add(parts, index === 0 && key.nullable ? section : 'ANY', sql);
  if (place !== undefined) parts.where.push(...behindPlace(order, section, place, parts, sql));
  return wholeRows(
    question,
    `select ${['n.id', ...placeColumns(order, section)].join(', ')}
      from node n ${joined(parts)}
      where ${parts.where.join(' and ')}
      order by ${orderClause(order, section)}
      limit ${wanted}`,
  );
}
