import type { ExpectedRuns } from '../../filters/estimate-facts.sql.js';
import type { RunTest } from '../../filters/run-test.sql.js';
import type { RunSample } from './sample.sql.js';

/** What gives a walk its order: the index of the first key; that of the runs themselves; those of metrics and parameters, which have ids behind them. */
export type WalkSource = 'KEY' | 'FACTS' | 'LEAVES';

/** One way to find a page. */
export interface SearchPlan {
  /** One of the walks in the order of an index, or a set that is sorted. */
  readonly from: WalkSource | 'SET';
  readonly sets: readonly RunTest[];
  readonly lookUps: readonly RunTest[];
  /** Runs that a walk is expected to look at, that a set is expected to hold. */
  readonly runs: number;
  readonly cost: number;
}

/** A walk in the order of an index, and what is left to test of each run on it. */
export interface PlannedWalk {
  readonly from: WalkSource;
  readonly tests: readonly RunTest[];
}

/** What is to be found. */
export interface PlanQuestion {
  /** All that must hold. */
  readonly tests: readonly RunTest[];
  readonly wanted: number;
  /** Those that are possible. */
  readonly walks: readonly PlannedWalk[];
  /** What the planner expects of one of them; undefined where it was not asked. */
  readonly expected: ExpectedRuns | undefined;
  /** How many of the first runs on a walk were found to fit. */
  readonly seen: { readonly from: WalkSource; readonly walked: number; readonly found: number } | undefined;
}

/** About microseconds. What matters is how they compare: a look-up descends an index, an entry lies beside the one before it. */
const COST = {
  metric: 3,
  parameter: 3,
  facts: 3.5,
  node: 1.8,
  row: 3,
  key: 2,
  entry: 0.08,
  heapEntry: 0.7,
  fact: 0.7,
};
/** Of the planner's, which takes a page to be read for one. */
const PLANNED = 2.3;
const OF_SET = { hash: 0.12, probe: 0.06 };
/** A walk may end without the page, and all it took was for nothing; a set never does. */
const RISK = 2;
/** Bytes of a hash for each run. */
const HASHED = 48;

export function cheapest(plans: readonly SearchPlan[]): SearchPlan {
  return plans.reduce((best, plan) => (plan.cost < best.cost ? plan : best));
}

/** How many look-ups tell whether a run fits. */
export function lookUpsOf(test: RunTest): number {
  switch (test.is) {
    case 'AND':
    case 'OR':
      return test.of.reduce((sum, each) => sum + lookUpsOf(each), 0);
    case 'NOT':
      return lookUpsOf(test.of);
    default:
      return 1;
  }
}

/*  A test is told from a set of all runs that fit it, which costs something for each of those, or looked up, which costs something for each run that is asked
 *  about. Which is cheaper depends on how many those are: the more tests come from sets, the fewer runs are left to look up. So the tests that fewest runs
 *  fit come first, each number of them is tried as the sets, and the runs come from the order, until the page is full, or from the sets, to be sorted.  */
export function searchPlans(question: PlanQuestion, sample: RunSample): SearchPlan[] {
  const total = Math.max(1, sample.runs);
  const share = shares(question, sample);
  const spread: Spread = { total, share, size: sample.fits.length, expected: question.expected };
  const sorted = [...question.tests].sort((a, b) => share([a]) - share([b]));
  const plans = sorted.map((_, index) => bySets(sorted.slice(0, index + 1), sorted.slice(index + 1), spread));
  const fitsHash = total * HASHED <= sample.memory;
  for (const walk of question.walks) {
    const left = sorted.filter((test) => walk.tests.includes(test));
    for (let count = 0; count <= (fitsHash ? left.length : 0); count++)
      plans.push(byWalk(walk, left.slice(0, count), left.slice(count), question, spread));
  }
  return plans;
}

function bySets(sets: readonly RunTest[], lookUps: readonly RunTest[], spread: Spread): SearchPlan {
  const { total, share } = spread;
  const runs = total * share(sets);
  const cost = setCost(sets, spread) + runs * COST.node + lookUpCost(sets, lookUps, total, share);
  return { from: 'SET', sets, lookUps, runs, cost: cost + total * share([...sets, ...lookUps]) * COST.key };
}

interface Spread {
  readonly total: number;
  readonly share: Share;
  /** Of the sample. */
  readonly size: number;
  readonly expected: ExpectedRuns | undefined;
}

function byWalk(
  { from, tests: left }: PlannedWalk,
  sets: readonly RunTest[],
  lookUps: readonly RunTest[],
  { tests, seen, wanted }: PlanQuestion,
  spread: Spread,
): SearchPlan {
  const { total, share, size } = spread;
  const told = tests.filter((test) => !left.includes(test));
  const among = share(told);
  const sampled = Math.min(1, share(tests) / among);
  const fits = seen?.from === from ? pooled(sampled, size * among, seen) : sampled;
  const runs = Math.min(total * among, wanted / fits);
  const entries = from === 'LEAVES' ? told.length * COST.entry * 2 : from === 'FACTS' ? COST.node : COST.entry;
  const hash = total * share(sets) * OF_SET.hash + runs * OF_SET.probe;
  const probes = sets.length === 0 ? 0 : setCost(sets, spread) + hash;
  const tested = lookUpCost([...told, ...sets], lookUps, runs / among, share);
  const cost = (runs / among) * entries + probes + tested + wanted * COST.row;
  return { from, sets, lookUps, runs, cost: cost * RISK };
}

/** What was seen at the beginning of the walk counts with the sample; alone, where far fewer fit there than in the sample. */
function pooled(
  sampled: number,
  size: number,
  { walked, found }: { readonly walked: number; readonly found: number },
): number {
  const atFirst = (found + 0.5) / Math.max(1, walked);
  return atFirst < sampled / 3 ? atFirst : (found + 0.5 + sampled * size) / (walked + size);
}

type Share = (tests: readonly RunTest[]) => number;

/** What so many in the sample fit, they tell the share of; fewer tell it together with what chance would make of the tests one by one. */
const ENOUGH = 8;

/** The share of the runs that fit all of some tests. What nobody in the sample fits is rarer than one of them. */
function shares({ tests, expected }: PlanQuestion, { fits }: RunSample): Share {
  const places = new Map(tests.map((test, index) => [test, index]));
  const size = Math.max(1, fits.length);
  const count = (asked: readonly RunTest[]) =>
    fits.filter((run) => asked.every((test) => run[places.get(test) ?? -1] === true)).length;
  const alone = (test: RunTest) =>
    test === expected?.of
      ? Math.min(1, expected.fits / Math.max(1, expected.every))
      : (count([test]) + 0.5) / (size + 1);
  return (asked) => {
    const [first] = asked;
    if (first === undefined) return 1;
    if (asked.length === 1 && first === expected?.of) return alone(first);
    const together = count(asked);
    const byChance = asked.reduce((product, test) => product * alone(test), 1);
    if (together === 0) return Math.min(0.5 / size, byChance);
    return together < ENOUGH ? Math.sqrt((together / size) * byChance) : together / size;
  };
}

/** What it takes to look tests up, each for the runs that the ones before it left. */
function lookUpCost(known: readonly RunTest[], lookUps: readonly RunTest[], total: number, share: Share): number {
  return lookUps.reduce(
    (sum, test, index) => sum + total * share([...known, ...lookUps.slice(0, index)]) * lookUp(test),
    0,
  );
}

function lookUp(test: RunTest): number {
  if (test.is === 'FACTS') return COST.facts;
  if (test.is === 'LOGGED') return test.condition.table === 'run_metric' ? COST.metric : COST.parameter;
  return lookUpsOf(test) * COST.metric;
}

/** What it takes to read the sets of tests, and to cut them. */
function setCost(tests: readonly RunTest[], { total, share, expected }: Spread): number {
  const cut = tests.length > 1 ? OF_SET.probe : 0;
  return tests.reduce((sum, test, index) => {
    const runs = total * share([test]);
    const read = test === expected?.of ? expected.cost * PLANNED : readCost(test, runs, total);
    return sum + read + runs * (cut + (index === 0 && cut > 0 ? OF_SET.hash : 0));
  }, 0);
}

/** Of what stands within another test nothing is known but that at most all runs fit it. */
function readCost(test: RunTest, runs: number, total: number): number {
  switch (test.is) {
    case 'LOGGED':
      return runs * (test.condition.table === 'run_metric' ? COST.entry : COST.heapEntry);
    case 'FACTS':
      // How much of it an index leaves to read nobody knows.
      return Math.min(runs, total / 2) * COST.fact + total * COST.entry;
    case 'AND':
    case 'OR':
      return test.of.reduce((sum, each) => sum + readCost(each, total / 2, total) + (total / 2) * OF_SET.hash, 0);
    case 'NOT':
      return readCost(test.of, total / 2, total) + total * (COST.entry + OF_SET.hash);
  }
}
