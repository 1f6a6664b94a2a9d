import type { Queryable } from '../../platform/database/queryable.js';
import { HeadwaterError } from '../../platform/errors.js';
import { selectWalks, type WalkDirection, type WalkLimits } from './walk.sql.js';
import type { Walk, WalkWants } from './walked.js';

/** A walk that was made within its time. */
export interface TimedWalk extends Walk {
  /** Whether its time was up before everything within the other limits was seen. */
  readonly isLate: boolean;
}

/** How a walk is tried: with a share of the nodes that it may visit, for a share of its time. */
interface Attempt {
  readonly nodes: number;
  readonly time: number;
}

/**
 * The clock of a statement stops a walk between two levels. How long a level takes, and then what is asked of all nodes, nobody knows before: of
 * nodes with a hundred versions, or a hundred thousand neighbours on the side that is only counted, minutes. A walk of fewer nodes is the
 * beginning of a longer one, so what can't be had whole is cut as if less had been asked for.
 */
const ATTEMPTS: readonly Attempt[] = [
  { nodes: 1, time: 0.75 },
  { nodes: 1 / 32, time: 0.25 },
  { nodes: 1 / 1024, time: 0.1 },
];

/** Directed closure of some roots. TIMEOUT where not even a few of its nodes can be told in time. */
export async function walkInTime(
  db: Queryable,
  direction: WalkDirection,
  roots: readonly string[],
  limits: WalkLimits,
  wants: WalkWants,
  signal: AbortSignal,
): Promise<TimedWalk> {
  const [walk] = await walksInTime(db, direction, [roots], limits, wants, signal);
  return walk ?? { nodes: [], edges: [], isLate: false };
}

/** Several of them at once; time is up for all or for none. */
export async function walksInTime(
  db: Queryable,
  direction: WalkDirection,
  starts: readonly (readonly string[])[],
  limits: WalkLimits,
  wants: WalkWants,
  signal: AbortSignal,
): Promise<TimedWalk[]> {
  const most = Math.max(0, ...starts.map((roots) => roots.length));
  const ask = (tried: WalkLimits, clock: AbortSignal) => selectWalks(db, direction, starts, tried, wants, clock);
  const { found, isLate } = await attemptInTime({ ...limits, signal, roots: most, share: shareOfWalk(wants) }, ask);
  return found.map((walk) => ({ ...walk, isLate }));
}

/** The limits of a walk, and how it is tried. */
interface Tried extends WalkLimits {
  /** Nodes where it begins. */
  readonly roots: number;
  /** How much of the time of a statement finding nodes may take. */
  readonly share: number;
  readonly signal: AbortSignal;
}

/** Asks for as much as can be told in time. TIMEOUT where that is nearly nothing. */
export async function attemptInTime<Found>(
  { roots, share, signal, ...limits }: Tried,
  ask: (tried: WalkLimits, clock: AbortSignal) => Promise<Found>,
): Promise<{ readonly found: Found; readonly isLate: boolean }> {
  const begin = performance.now();
  for (const attempt of ATTEMPTS) {
    const isWhole = attempt.nodes === 1;
    const time = Math.max(1, limits.time * attempt.time);
    // Something new is seen each time, so that whoever goes on comes to an end.
    const further = Math.max(1, Math.floor((limits.nodes - roots) * attempt.nodes));
    const nodes = isWhole ? limits.nodes : Math.min(limits.nodes, roots + further);
    const tried = { ...limits, nodes, time: time * share };
    const answer = await within(time, signal, async (clock) => ({ found: await ask(tried, clock) }));
    if (answer !== undefined) return { ...answer, isLate: !isWhole || performance.now() - begin >= tried.time };
  }
  throw new HeadwaterError(
    'TIMEOUT',
    `Not even a few of the nodes around could be told in the ${limits.time / 1_000} seconds that a walk may take. Ask for a smaller depth or limit, or without counts and edges.`,
  );
}

/** Of the time of a statement: each thing that is asked of all nodes takes about half as long as finding them, or longer. */
function shareOfWalk({ counts, edges }: WalkWants): number {
  return 2 / (3 + (counts ? 1 : 0) + (edges === 'WHOLE' ? 1 : 0));
}

/** Undefined when the time is up; then the statement is cancelled. */
async function within<Value>(
  time: number,
  signal: AbortSignal,
  work: (clock: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  const clock = new AbortController();
  const stop = () => clock.abort(signal.reason);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  let isUp = false;
  const timer = setTimeout(() => {
    isUp = true;
    clock.abort();
  }, time);
  try {
    return await work(clock.signal);
  } catch (error) {
    if (isUp && !signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
