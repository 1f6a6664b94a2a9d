import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { checkLabel } from '../../platform/text/check-text.js';
import { declareMetricGoals } from '../goals/define-metric.js';
import type { MetricGoal } from '../goals/metric-goal.js';
import type { LockedRun } from '../record/run.sql.js';
import type { RunMetricInput } from '../series/run-metric.js';
import { insertPoints, type NewPoint, selectNewestValues, type WrittenPoints } from './metric.sql.js';

/** Adds points to the history. True when one was new. */
export async function logMetrics(
  tx: Transaction,
  caller: Caller,
  run: LockedRun,
  given: readonly RunMetricInput[],
): Promise<boolean> {
  if (given.length === 0) return false;
  const points = given.map(toPoint);
  await declareMetricGoals(tx, caller, run.project, goalsOf(given));
  const written = await insertPoints(
    tx,
    run,
    points,
    points.some(({ time }) => time === null),
  );
  if (written !== undefined) return notePoints(tx, run, written);
  const repeated = await findRepeated(tx, run.id, points);
  const fresh = points.filter((point) => !repeated.has(point));
  const added = fresh.length === 0 ? undefined : await insertPoints(tx, run, fresh);
  return added !== undefined && notePoints(tx, run, added);
}

/** The log keeps how many there were, and how far their calls had got: which points a run had at a time is known by that. */
function notePoints(tx: Transaction, run: LockedRun, { written, call }: WrittenPoints): boolean {
  if (written === 0) return false;
  const notes = changeNotes(tx);
  notes.count('metricPoints', written);
  notes.reached('metricCall', call);
  notes.about(run.id);
  return true;
}

function toPoint({ name, value, step, time }: RunMetricInput, index: number): NewPoint {
  checkLabel(`metrics[${index}].name`, name);
  if (step != null && !Number.isSafeInteger(step)) {
    throw badInput(`The step of the metric "${name}" is ${step}; it is a whole number below 2^53.`, {
      field: `metrics[${index}].step`,
      found: String(step),
    });
  }
  return { name, value, step: step ?? 0, time: time ?? null };
}

/** What the call says of which values are better. Throws BAD_USER_INPUT where it says both of one metric. */
function goalsOf(given: readonly RunMetricInput[]): ReadonlyMap<string, MetricGoal> {
  const goals = new Map<string, MetricGoal>();
  for (const [index, { name, goal }] of given.entries()) {
    if (goal == null) continue;
    const other = goals.get(name);
    if (other !== undefined && other !== goal) {
      throw badInput(`The metric "${name}" is given two goals, ${other} and ${goal}; keep one.`, {
        field: `metrics[${index}].goal`,
        found: goal,
      });
    }
    goals.set(name, goal);
  }
  return goals;
}

/**
 * Points without a time that were logged before. A call that is sent again has another clock, so it can't be known by its
 * times: it is taken for a repetition of one metric's step where its values are the newest ones there, in the same order.
 */
async function findRepeated(
  tx: Transaction,
  runId: string,
  points: readonly NewPoint[],
): Promise<ReadonlySet<NewPoint>> {
  const groups = new Map<string, NewPoint[]>();
  for (const point of points) {
    if (point.time !== null) continue;
    const key = `${point.step} ${point.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  const series = [...groups.values()];
  const wanted = series.flatMap((group) =>
    group.slice(0, 1).map(({ name, step }) => ({ name, step, count: group.length })),
  );
  const stored = await selectNewestValues(tx, runId, wanted);
  const isRepeated = (group: readonly NewPoint[], values: readonly number[] = []) =>
    values.length === group.length && group.every((point, index) => isSameNumber(point.value, values[index]));
  return new Set(series.filter((group, index) => isRepeated(group, stored[index])).flat());
}

/** As PostgreSQL compares them: NaN equals itself, and the zeros are one. */
function isSameNumber(a: number, b: number | undefined): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
