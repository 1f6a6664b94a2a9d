import { int, list, required, text } from '../../protocol/fields.js';
import { runIdOfUuid } from '../../protocol/ids.js';
import { jsonDouble } from '../../protocol/json-answer.js';
import { invalid, missingValue } from '../../protocol/mlflow-error.js';
import { operation } from '../../protocol/operation.js';
import { findRun } from '../run-answer.js';
import { selectSampled } from './sampled-history.sql.js';

const MOST_RUNS = 100;
const MOST_STEPS = 2_500;

/** `metrics/get-history-bulk-interval`: what the charts of MLflow's pages draw, sampled in the database. */
export const sampledHistory = operation(
  'GET',
  'metrics/get-history-bulk-interval',
  { run_ids: list(required(text)), metric_key: required(text), start_step: int, end_step: int, max_results: int },
  async ({ database }, caller, { run_ids: runIds, metric_key: metric, max_results: most = MOST_STEPS, ...steps }) => {
    if (runIds.length === 0) throw missingValue('run_ids');
    if (runIds.length > MOST_RUNS) {
      throw invalid(
        `GetMetricHistoryBulkInterval request must specify at most ${MOST_RUNS} run_ids. Received ${runIds.length} run_ids.`,
      );
    }
    if (most < 1 || most > MOST_STEPS) throw invalid(`max_results must be between 1 and ${MOST_STEPS}.`);
    const between = rangeOf(steps.start_step, steps.end_step);
    const runs: string[] = [];
    for (const runId of new Set(runIds)) runs.push((await findRun(database, caller, runId)).id);
    const rows = await selectSampled(database, { runs, metric, between, most }, caller.signal);
    return {
      metrics: rows.map(({ runId, value, step, timestamp }) => ({
        key: metric,
        value: jsonDouble(value),
        timestamp,
        step,
        run_id: runIdOfUuid(runId),
      })),
    };
  },
);

function rangeOf(start: number | undefined, end: number | undefined) {
  if (start === undefined && end === undefined) return undefined;
  if (start === undefined || end === undefined)
    throw invalid('If either start step or end step are specified, both must be specified.');
  if (start > end)
    throw invalid(`end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`);
  // A step is a whole number that a double holds, a limit any of 64 bits.
  return { start: Math.max(start, Number.MIN_SAFE_INTEGER), end: Math.min(end, Number.MAX_SAFE_INTEGER) };
}
