import pg from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';
import { takeTurns } from '../support/load/callers.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { loadRow } from '../support/load/load-row.js';
import { compareResults } from '../support/rounds.js';
import { type LogMetrics, logByHand, logThroughDoor, logThroughService, type MetricsOfStep } from './log-targets.js';

const CALLERS = 8;
const METRICS = 500;
/** Calls of one turn, for each second that a turn is to take. */
const CALLS_PER_SECOND = 40;

export const logRunBench: Bench = {
  name: 'log-run',
  description:
    'logRun, and log-batch of MLflow, of 500 metrics, 8 callers with a run each, against the same rows written by pg',
  run: (options) => withBenchService(options.dataDir, (service) => measure(service, options)),
};

async function measure(service: BenchService, { rounds, seconds }: BenchOptions): Promise<BenchRow[]> {
  const pool = new pg.Pool({ connectionString: service.databaseUrl, max: CALLERS });
  const paths = ['graphql', 'api/2.0/mlflow/runs/log-batch'];
  const clients = paths.map((path) => new KeepAliveClient(`${service.url}/${path}`, CALLERS));
  const [graphqlClient, doorClient] = clients as [KeepAliveClient, KeepAliveClient];
  process.stderr.write('logRun ');
  const contenders = await Promise.all(
    [logByHand(pool), logThroughService(graphqlClient), logThroughDoor(doorClient)].map(async (log) =>
      stepsOf(log, await startRuns(service)),
    ),
  );
  const [floor = [], ours = [], atDoor = []] = await takeTurns(
    contenders.map((take) => () => take(seconds * CALLS_PER_SECOND)),
    { rounds, callers: CALLERS },
  );
  await pool.end();
  for (const client of clients) client.close();
  const row = (call: string, results: typeof ours) =>
    loadRow(`${call} of ${METRICS} metrics, ${CALLERS} callers (calls)`, compareResults(results, floor), 0.75);
  return [row('logRun', ours), row('MLflow log-batch', atDoor)];
}

/** Each caller logs to another run, so nobody waits for the row of one. */
function startRuns({ url }: BenchService): Promise<string[]> {
  const start = async (_: unknown, index: number) => {
    const name = `log_run_${index}_${Date.now()}`;
    const { startRun } = await graphql<{ startRun: { run: { id: string } } }>(
      url,
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      { input: { experiment: 'log_run', name, type: 'TRAINING' } },
    );
    return startRun.run.id;
  };
  return Promise.all(Array.from({ length: CALLERS }, start));
}

/** Makes ready the next calls of all runs in turn: the same metrics at the next step. */
function stepsOf(log: LogMetrics, runs: readonly string[]): (calls: number) => (() => Promise<void>)[] {
  let made = 0;
  return (calls) =>
    Array.from({ length: calls }, () => {
      const run = runs[made % runs.length] ?? '';
      return log(run, metricsOf(Math.floor(made++ / runs.length)));
    });
}

function metricsOf(step: number): MetricsOfStep {
  const metrics = Array.from({ length: METRICS }, (_, index) => index);
  return { step, names: metrics.map((n) => `metric_${n}`), values: metrics.map((n) => (n + step) / 7) };
}
