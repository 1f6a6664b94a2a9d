import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { MetricSeries } from './metric-series.js';
import { type SeriesRow, selectDownsampled, selectFirstPoints, selectFirstTimes } from './metric-series.sql.js';
import { SeriesAxis } from './series-axis.js';
import { checkRange, rangeOf, type SeriesRange } from './series-range.js';
import { type RunRange, selectDownsampledWithin, selectFirstWithin } from './series-range.sql.js';

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
  /** What of the axis is told; left out: all. */
  readonly range?: SeriesRange | undefined;
}

/** One metric of some runs, in their order, each once. Throws BAD_USER_INPUT for bounds that are none, NOT_FOUND for an unknown run. */
export async function readSeries(
  { database, graph }: OnGraph,
  caller: Caller,
  question: SeriesQuestion,
): Promise<MetricSeries[]> {
  caller.demand('graph:read');
  checkBounds(question);
  const { metric, axis, range } = question;
  if (range !== undefined) checkRange(range);
  const found = await graph.references.resolveAll(database, caller.project, question.runs, [RUN], {
    includeDeleted: true,
  });
  const ids = [...new Set(found.map(({ id }) => id))];
  const nodes = await graph.nodes.load(ids);
  const runs = new Map(
    ids.map((id) => {
      const run = nodes.get(id);
      if (!(run instanceof Run)) throw new Error(`run ${id} was resolved, but not loaded`);
      return [id, run] as const;
    }),
  );
  const begins = axis === SeriesAxis.RELATIVE_TIME ? await beginsOf(database, runs, metric) : new Map<string, number>();
  const ranges = range === undefined ? undefined : ids.map((id) => rangeOf(range, axis, id, begins.get(id) ?? 0));
  const points = await pointsOf(sourceOf(database, ids, ranges, question, caller.signal), ids, question.points);
  return [...runs].map(([id, run]) => {
    const { rows, downsampled } = points(id);
    const inOrder = [...rows].sort(axis === SeriesAxis.STEP ? byStep : byTime);
    return make(MetricSeries, {
      run,
      metric,
      axis,
      x: inOrder.map(xOf(axis, begins.get(id) ?? 0)),
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

/** Where points come from: the whole series, or what lies in a range of each run. */
interface Source {
  first(most: number): Promise<readonly SeriesRow[]>;
  downsampled(runIds: readonly string[], buckets: number): Promise<readonly SeriesRow[]>;
}

function sourceOf(
  db: Queryable,
  runIds: readonly string[],
  ranges: readonly RunRange[] | undefined,
  { metric, axis }: SeriesQuestion,
  signal: AbortSignal | undefined,
): Source {
  if (ranges === undefined)
    return {
      first: (most) => selectFirstPoints(db, runIds, metric, most, signal),
      downsampled: (ids, buckets) => selectDownsampled(db, ids, { metric, axis, buckets }, signal),
    };
  return {
    first: (most) => selectFirstWithin(db, ranges, { metric, axis, most }, signal),
    downsampled(ids, buckets) {
      const those = new Set(ids);
      const long = ranges.filter(({ runId }) => those.has(runId));
      return selectDownsampledWithin(db, long, { metric, axis, buckets }, signal);
    },
  };
}

/** Short series whole, of the others as many points as asked for. */
async function pointsOf(
  source: Source,
  runIds: readonly string[],
  points: number,
): Promise<(runId: string) => { readonly rows: readonly SeriesRow[]; readonly downsampled: boolean }> {
  const first = groupBy(await source.first(points + 1), ({ runId }) => runId);
  const long = runIds.filter((id) => (first.get(id)?.length ?? 0) > points);
  // The first and the last point come on top.
  const buckets = Math.floor((points - 2) / 2);
  const few = long.length === 0 ? [] : await source.downsampled(long, buckets);
  const downsampled = groupBy(few, ({ runId }) => runId);
  return (id) => {
    const rows = downsampled.get(id);
    return rows === undefined ? { rows: first.get(id) ?? [], downsampled: false } : { rows, downsampled: true };
  };
}

/** Where relative time begins, in seconds since 1970, by the id of the run. */
async function beginsOf(
  db: Queryable,
  runs: ReadonlyMap<string, Run>,
  metric: string,
): Promise<ReadonlyMap<string, number>> {
  const unknown = [...runs].flatMap(([id, { startedAt }]) => (startedAt === null ? [id] : []));
  const first = unknown.length === 0 ? [] : await selectFirstTimes(db, unknown, metric);
  const begins = new Map(first.map(({ runId, seconds }) => [runId, seconds]));
  for (const [id, { startedAt }] of runs) if (startedAt !== null) begins.set(id, startedAt.getTime() / 1000);
  return begins;
}

function xOf(axis: SeriesAxis, begin: number): (row: SeriesRow) => number {
  if (axis === SeriesAxis.STEP) return ({ step }) => step;
  if (axis === SeriesAxis.TIME) return ({ seconds }) => seconds;
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
