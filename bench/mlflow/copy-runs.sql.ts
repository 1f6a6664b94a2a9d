import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg, { type Client } from 'pg';

const RUN_ID = `replace(n.id::text, '-', '')`;
const OF_RUNS = `from node n join run r on r.id = n.id where n.kind = 'RUN'`;

/** What of Headwater's runs goes into which table of MLflow. */
const TABLES = [
  {
    into: 'runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)',
    from: `select ${RUN_ID}, n.name, 'bench', 'FINISHED', floor(extract(epoch from r.started_at) * 1000)::int8,
             floor(extract(epoch from r.ended_at) * 1000)::int8, 'active', 'mlflow-artifacts:/1/' || n.id, 1 ${OF_RUNS}`,
  },
  {
    into: 'latest_metrics (key, value, timestamp, step, is_nan, run_uuid)',
    from: `select name, value, floor(extract(epoch from time) * 1000)::int8, step, false, replace(run_id::text, '-', '') from run_metric`,
  },
  {
    into: 'params (key, value, run_uuid)',
    from: `select name, value, replace(run_id::text, '-', '') from run_parameter`,
  },
  { into: 'tags (key, value, run_uuid)', from: `select 'mlflow.runName', n.name, ${RUN_ID} ${OF_RUNS}` },
];

/** Puts all runs into one experiment, and the same into MLflow's tables, which its server has made, unless they are there already. */
export async function copyRuns(own: Client, mlflowUrl: string): Promise<void> {
  const mlflow = new pg.Client({ connectionString: mlflowUrl });
  await mlflow.connect();
  try {
    if ((await mlflow.query('select from runs limit 1')).rowCount !== 0) return;
    const begin = performance.now();
    // PostgreSQL writes there, which may be another user's.
    const folder = await mkdtemp(join(tmpdir(), 'headwater-bench-mlflow-'));
    await chmod(folder, 0o777);
    await own.query(
      `update node set parent_id = (select id from node where label = 'bench-runs' and kind = 'EXPERIMENT') where kind = 'RUN'`,
    );
    await own.query('vacuum analyze node');
    await mlflow.query(
      `insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
       values (1, 'bench-runs', 'mlflow-artifacts:/1', 'active', 0, 0, 'default') on conflict do nothing`,
    );
    // The number of the next one would be that of this one.
    await mlflow.query(
      `select setval(pg_get_serial_sequence('experiments', 'experiment_id'), max(experiment_id)) from experiments`,
    );
    await mlflow.query('set session_replication_role = replica');
    for (const [index, { into, from }] of TABLES.entries()) {
      const file = join(folder, `${index}.copy`);
      await own.query(`copy (${from}) to '${file}'`);
      await mlflow.query(`copy ${into} from '${file}'`);
    }
    await mlflow.query('vacuum analyze');
    await rm(folder, { recursive: true });
    process.stderr.write(`copied the runs to MLflow in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  } finally {
    await mlflow.end();
  }
}
