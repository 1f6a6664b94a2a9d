import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { findPython } from '../feast/feast-server.js';
import { fillRuns, VALUES_EACH } from '../runs/run-fixture.sql.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { takeTurns } from '../support/load/callers.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { describeLatency, measureInTurns } from '../support/load/latency.js';
import { loadRow } from '../support/load/load-row.js';
import { compareResults } from '../support/rounds.js';
import { copyRuns } from './copy-runs.sql.js';
import { installMlflow, startMlflow } from './stock-mlflow.js';

const PAGE = 100;
/** Of each search: until then both still plan and compile. */
const WARM_UP = 20;
const SEARCHES = [
  { what: 'newest first', body: {} },
  {
    what: 'by one metric',
    body: { filter: 'metrics.metric_5 > 0.5', order_by: ['metrics.metric_5 DESC'] },
  },
  {
    what: 'two metrics, by a third',
    body: { filter: 'metrics.metric_5 > 0.3 and metrics.metric_7 < 0.7', order_by: ['metrics.metric_9 DESC'] },
  },
];
/** Of MLflow's speed. */
const BARS = { search: 10, batch: 8 };
const CALLERS = 8;
const METRICS = 500;

export const mlflowBench: Bench = {
  name: 'mlflow',
  description:
    'runs/search and log-batch beside a stock MLflow 3.17 on PostgreSQL (installs it with pip); only if named',
  run: measure,
  onlyIfNamed: true,
};

async function measure({ dataDir, rounds }: BenchOptions): Promise<BenchRow[]> {
  const python = findPython();
  if (python === undefined) {
    process.stderr.write('mlflow: skipped, for there is no Python 3.9 or newer with venv here.\n');
    return [];
  }
  const own = join(dataDir, 'mlflow');
  await mkdir(own, { recursive: true });
  const mlflow = installMlflow(python, dataDir);
  return withBenchService(own, async (service) => {
    await fillRuns(service.sql);
    const database = await mlflowDatabase(service);
    const stock = await startMlflow(mlflow, forPython(database), own);
    try {
      await copyRuns(service.sql, database);
      const ours = { url: service.url, experiment: await experimentOf(service.url) };
      const theirs = { url: stock.url, experiment: '1' };
      const rows = [];
      for (const search of SEARCHES) rows.push(await measureSearch(ours, theirs, search, rounds));
      return [...rows, await measureBatches(await apart(ours), await apart(theirs), Math.min(rounds, 5))];
    } finally {
      await stock.stop();
    }
  });
}

interface Side {
  readonly url: string;
  readonly experiment: string;
}

/** Beside Headwater's own, on the same PostgreSQL. */
async function mlflowDatabase({ sql, databaseUrl }: BenchService): Promise<string> {
  const { rowCount } = await sql.query(`select from pg_database where datname = 'mlflow'`);
  if (rowCount === 0) await sql.query('create database mlflow');
  const url = new URL(databaseUrl);
  url.pathname = '/mlflow';
  return url.toString();
}

/** As psycopg2 takes it: a socket's folder is no host. */
function forPython(databaseUrl: string): string {
  const { username, password, hostname, port, pathname } = new URL(databaseUrl);
  const where = `host=${encodeURIComponent(decodeURIComponent(hostname))}&port=${port === '' ? '5432' : port}`;
  return `postgresql+psycopg2://${username}:${password}@${pathname}?${where}`;
}

async function experimentOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=bench-runs`);
  return ((await answer.json()) as { experiment: { experiment_id: string } }).experiment.experiment_id;
}

async function measureSearch(
  ours: Side,
  theirs: Side,
  { what, body }: (typeof SEARCHES)[number],
  turns: number,
): Promise<BenchRow> {
  const sides = [ours, theirs].map(({ url, experiment }) => {
    const client = new KeepAliveClient(`${url}/api/2.0/mlflow/runs/search`, 1);
    const asked = Buffer.from(JSON.stringify({ experiment_ids: [experiment], max_results: PAGE, ...body }));
    return { client, ask: async () => requirePage(await client.post(asked)) };
  });
  const [own, stock] = await measureInTurns(
    sides.map(({ ask }) => ask),
    { turns, warmUp: WARM_UP },
  );
  for (const { client } of sides) client.close();
  if (own === undefined || stock === undefined) throw new Error('nothing was measured');
  const ratio = stock.p50 / own.p50;
  return {
    work: `MLflow runs/search, ${PAGE} of 100,000 runs, ${what}`,
    ours: describeLatency(own),
    floor: `stock ${describeLatency(stock)}`,
    ratio: `${ratio.toFixed(1)} × as fast`,
    bar: `≥ ${BARS.search} ×`,
    holds: ratio >= BARS.search,
  };
}

/** Both have to answer as much, or one is measured at something else. */
function requirePage(text: string): void {
  const { runs = [] } = JSON.parse(text) as { runs?: { data: { metrics?: unknown[] } }[] };
  if (runs.length !== PAGE || runs.some(({ data }) => data.metrics?.length !== VALUES_EACH))
    throw new Error(`A page is not whole: ${text.slice(0, 300)}`);
}

/** The same service with an experiment of its own: what is searched stays as it is for the next time. */
async function apart({ url }: Side): Promise<Side> {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `bench-batches-${Date.now()}` }),
  });
  return { url, experiment: ((await answer.json()) as { experiment_id: string }).experiment_id };
}

/** Each caller logs to another run. */
async function measureBatches(ours: Side, theirs: Side, rounds: number): Promise<BenchRow> {
  const sides = await Promise.all(
    [ours, theirs].map(async (side) => ({
      runs: await Promise.all(Array.from({ length: CALLERS }, () => startRun(side))),
      client: new KeepAliveClient(`${side.url}/api/2.0/mlflow/runs/log-batch`, CALLERS),
      made: 0,
    })),
  );
  const contenders = sides.map(
    (side, index) => () =>
      // A stock server takes seconds for what is a moment here.
      Array.from({ length: index === 0 ? 160 : 16 }, () => {
        const body = Buffer.from(JSON.stringify(batchOf(side.runs[side.made % CALLERS] ?? '', side.made++)));
        return async () => {
          const text = await side.client.post(body);
          if (text.trim() !== '{}') throw new Error(`log-batch answered ${text.slice(0, 300)}`);
        };
      }),
  );
  const [own = [], stock = []] = await takeTurns(contenders, { rounds, callers: CALLERS });
  for (const { client } of sides) client.close();
  return loadRow(
    `MLflow log-batch of ${METRICS} metrics, ${CALLERS} callers (calls)`,
    compareResults(own, stock),
    BARS.batch,
  );
}

function batchOf(run: string, call: number): object {
  const timestamp = 1_700_000_000_000 + call;
  const step = Math.floor(call / CALLERS);
  const metrics = Array.from({ length: METRICS }, (_, n) => ({
    key: `metric_${n}`,
    value: (n + step) / 7,
    timestamp,
    step,
  }));
  return { run_id: run, metrics };
}

async function startRun({ url, experiment }: Side): Promise<string> {
  const answer = await fetch(`${url}/api/2.0/mlflow/runs/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_id: experiment, start_time: 1_700_000_000_000 }),
  });
  return ((await answer.json()) as { run: { info: { run_id: string } } }).run.info.run_id;
}
