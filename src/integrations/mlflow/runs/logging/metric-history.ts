import { int, list, RUN, required, runIdOf, text } from '../../protocol/fields.js';
import { runIdOfUuid } from '../../protocol/ids.js';
import { jsonDouble } from '../../protocol/json-answer.js';
import { invalid } from '../../protocol/mlflow-error.js';
import { operation } from '../../protocol/operation.js';
import { nextToken, offsetOf } from '../../search/page-token.js';
import { uuidOfRun } from '../find-run.js';
import { findRun } from '../run-answer.js';
import { type HistoryRow, selectHistory } from './metric-history.sql.js';

const MOST = 25_000;

function pointOf(key: string, { value, step, timestamp }: HistoryRow): object {
  return { key, value: jsonDouble(value), timestamp, step };
}

/** `metrics/get-history`. Without a size the whole history is wanted, which comes in pages all the same. */
export const metricHistory = operation(
  'GET',
  'metrics/get-history',
  { ...RUN, metric_key: required(text), max_results: int, page_token: text },
  async ({ database }, caller, input) => {
    const { max_results: size, metric_key: key } = input;
    if (size !== undefined && size < 1)
      throw invalid(`Invalid value ${size} for parameter 'max_results' supplied. It must be a positive integer.`);
    const { id } = await findRun(database, caller, runIdOf(input));
    const page = { first: Math.min(size ?? MOST, MOST), offset: offsetOf(input.page_token) };
    const rows = await selectHistory(database, id, key, { ...page, first: page.first + 1 }, caller.signal);
    return {
      metrics: rows.slice(0, page.first).map((row) => pointOf(key, row)),
      next_page_token: nextToken(page, rows.length),
    };
  },
);

const MOST_RUNS = 100;

/** `metrics/get-history-bulk`: one metric of several runs, for charts. */
export const metricHistoryBulk = operation(
  'GET',
  'metrics/get-history-bulk',
  { run_id: list(required(text)), metric_key: text, max_results: int },
  async ({ database }, caller, { run_id: runIds, metric_key: key, max_results: size }) => {
    if (runIds.length === 0) throw invalid('GetMetricHistoryBulk request must specify at least one run_id.');
    if (runIds.length > MOST_RUNS) {
      throw invalid(
        `GetMetricHistoryBulk request cannot specify more than ${MOST_RUNS} run_ids. Received ${runIds.length} run_ids.`,
      );
    }
    if (!key) throw invalid('GetMetricHistoryBulk request must specify a metric_key.');
    const metrics: object[] = [];
    let left = Math.min(size ?? MOST, MOST);
    for (const runId of [...new Set(runIds)].sort()) {
      if (left <= 0) break;
      const { id } = await findRun(database, caller, runIdOfUuid(uuidOfRun(runId)));
      const rows = await selectHistory(database, id, key, { first: left, offset: 0 }, caller.signal);
      metrics.push(...rows.map((row) => ({ ...pointOf(key, row), run_id: runId })));
      left -= rows.length;
    }
    return { metrics };
  },
);
