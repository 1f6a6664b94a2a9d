import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { MetricSeries } from './metric-series.js';
import { type SeriesRow, selectDownsampled, selectFirstPoints } from './metric-series.sql.js';
import { SeriesAxis } from './series-axis.js';

export const MOST_RUNS = 100;
const LEAST_POINTS = 4;
const MOST_POINTS = 10_000;
/** Points of all runs together. */
const MOST_TOGETHER = 200_000;

export interface SeriesQuestion {
  /** Ids of runs. */
  readonly runs: readonly string[];
  readonly metric: string;
  /** Most points of each run. */
  readonly points: number;
  readonly axis: SeriesAxis;
}

/** One metric of some runs, in their order, each once. Throws BAD_USER_INPUT for bounds that are none, NOT_FOUND for an unknown run. */
export async function readSeries(
  { database, graph }: OnGraph,
  caller: Caller,
  question: SeriesQuestion,
): Promise<MetricSeries[]> {
  caller.demand('graph:read');
  checkBounds(question);
  const { metric, axis } = question;
  const found = await graph.references.resolveAll(database, caller.project, question.runs, [RUN], {
    includeDeleted: true,
  });
  const ids = [...new Set(found.map(({ id }) => id))];
  const nodes = await graph.nodes.load(ids);
  const points = await pointsOf(database, ids, question, caller.signal);
  return ids.map((id) => {
    const run = nodes.get(id);
    if (!(run instanceof Run)) throw new Error(`run ${id} was resolved, but not loaded`);
    const { rows, downsampled } = points(id);
    const inOrder = [...rows].sort(axis === SeriesAxis.STEP ? byStep : byTime);
    return make(MetricSeries, {
      run,
      metric,
      axis,
      x: inOrder.map(xOf(axis, run, inOrder[0]?.seconds ?? 0)),
      values: inOrder.map(({ value }) => value),
      steps: inOrder.map(({ step }) => step),
      storedTimes: inOrder.map(({ time }) => time),
      downsampled,
    });
  });
}

function checkBounds({ runs, points }: SeriesQuestion): void {
  if (runs.length > MOST_RUNS)
    throw badInput(`runs names ${runs.length} runs; at most ${MOST_RUNS} are told at once.`, {
      field: 'runs',
      found: runs.length,
    });
  const most = Math.min(MOST_POINTS, Math.floor(MOST_TOGETHER / Math.max(1, runs.length)));
  if (points >= LEAST_POINTS && points <= most) return;
  throw badInput(`points is ${points}; of ${runs.length} runs it is ${LEAST_POINTS} to ${most.toLocaleString('en')}.`, {
    field: 'points',
    found: points,
  });
}

/** Short series whole, of the others as many points as asked for. */
async function pointsOf(
  db: Queryable,
  runIds: readonly string[],
  { metric, axis, points }: SeriesQuestion,
  signal: AbortSignal | undefined,
): Promise<(runId: string) => { readonly rows: readonly SeriesRow[]; readonly downsampled: boolean }> {
  const first = groupBy(await selectFirstPoints(db, runIds, metric, points + 1, signal), ({ runId }) => runId);
  const long = runIds.filter((id) => (first.get(id)?.length ?? 0) > points);
  // The first and the last point come on top.
  const buckets = Math.floor((points - 2) / 2);
  const few = long.length === 0 ? [] : await selectDownsampled(db, long, { metric, axis, buckets }, signal);
  const downsampled = groupBy(few, ({ runId }) => runId);
  return (id) => {
    const rows = downsampled.get(id);
    return rows === undefined ? { rows: first.get(id) ?? [], downsampled: false } : { rows, downsampled: true };
  };
}

function xOf(axis: SeriesAxis, { startedAt }: Run, firstSeconds: number): (row: SeriesRow) => number {
  if (axis === SeriesAxis.STEP) return ({ step }) => step;
  if (axis === SeriesAxis.TIME) return ({ seconds }) => seconds;
  const begin = startedAt === null ? firstSeconds : startedAt.getTime() / 1000;
  // To the microsecond, which is all that was stored.
  return ({ seconds }) => Math.round((seconds - begin) * 1e6) / 1e6;
}

/** NaN behind all others, as PostgreSQL has it. */
function byValue(a: SeriesRow, b: SeriesRow): number {
  if (Number.isNaN(a.value) || Number.isNaN(b.value))
    return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

function byStep(a: SeriesRow, b: SeriesRow): number {
  return a.step - b.step || a.seconds - b.seconds || byValue(a, b);
}

function byTime(a: SeriesRow, b: SeriesRow): number {
  return a.seconds - b.seconds || a.step - b.step || byValue(a, b);
}
