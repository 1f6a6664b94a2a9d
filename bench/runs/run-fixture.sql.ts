import type { Client } from 'pg';

export const RUNS = 100_000;
export const VALUES_EACH = 20;

/** The indexes that are built in one go once the tables are full, which takes a tenth of keeping them. */
const INDEXES = ['run_metric_value', 'run_metric_run', 'run_parameter_value'];

/**
 * Fills in runs behind the service's back: each with 20 metrics, evenly spread between 0 and 1 or like the square of that, of which metric 2
 * goes against metric 1, and metric 3 with the age of the run; and 20 parameters of 2 to 1,000 values.
 */
export async function fillRuns(sql: Client): Promise<void> {
  const filled = await sql.query(`select from node where label = 'bench-runs' and kind = 'EXPERIMENT'`);
  if (filled.rowCount !== 0) return;
  const begin = performance.now();
  await sql.query('begin');
  await sql.query('set local session_replication_role = replica');
  await sql.query(`set local maintenance_work_mem = '512MB'`);
  await sql.query('select setseed(0.20261126)');
  const definitions = await sql.query<{ definition: string }>(
    `select pg_get_indexdef(indexrelid) as definition from pg_index where indexrelid::regclass::text = any($1)`,
    [INDEXES],
  );
  for (const index of INDEXES) await sql.query(`drop index ${index}`);
  await sql.query(
    `insert into node (id, kind, project, name, logical, label, created_by)
     select uuidv7(), 'EXPERIMENT', 'default', 'bench-runs-' || e, false, 'bench-runs-' || e, 'bench' from generate_series(1, 50) e
     union all select uuidv7(), 'EXPERIMENT', 'default', 'bench-runs', false, 'bench-runs', 'bench'`,
  );
  await sql.query(
    `create temporary table filled on commit drop as
     select i, uuidv7(make_interval(secs => (i - $1::int) * 60)) as id, random() as luck, random() as drift from generate_series(1, $1::int) i`,
    [RUNS],
  );
  await sql.query(
    `insert into node (id, kind, project, name, parent_id, logical, created_at, created_by, owner, tags)
     select f.id, 'RUN', 'default', 'run-' || f.i, e.id, false, date_trunc('milliseconds', now() - make_interval(mins => $1::int - f.i)),
       'user-' || f.i % 30, 'team-' || f.i % 7, jsonb_build_object('stage', 's' || f.i % 10)
     from filled f join node e on e.kind = 'EXPERIMENT' and e.label = 'bench-runs-' || 1 + f.i % 50`,
    [RUNS],
  );
  await sql.query(
    `insert into run (id, project, type, status, started_at, ended_at)
     select n.id, 'default', (array['TRAINING', 'EVALUATION', 'INGEST', 'OTHER'])[1 + f.i % 4],
       (array['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'RUNNING'])[1 + f.i % 5], n.created_at,
       case when f.i % 5 < 4 then n.created_at + f.luck * interval '3 hours' end
     from filled f join node n on n.id = f.id`,
  );
  await sql.query(
    `insert into run_metric (run_id, name, project, value, step, time, first_value, first_step, first_time, min_value, max_value)
     select id, name, 'default', value, 100, now(), value, 100, now(), value, value from (select f.id, 'metric_' || m as name,
       case m when 1 then f.luck when 2 then 1 - f.luck + f.drift / 10 when 3 then f.i / $2::float8 else random() ^ (1 + m % 2) end as value
     from filled f cross join generate_series(1, $1::int) m) v order by id, name`,
    [VALUES_EACH, RUNS],
  );
  await sql.query(
    `insert into run_parameter (run_id, name, project, value)
     select f.id, 'param_' || p, 'default', 'v' || floor(random() * (array[2, 5, 20, 100, 1000])[1 + p % 5])::int
     from filled f join generate_series(1, $1::int) p on p % 2 = 0 or f.i % 2 = 0 order by f.id, 2`,
    [VALUES_EACH],
  );
  for (const { definition } of definitions.rows) await sql.query(definition);
  await sql.query('commit');
  await sql.query('vacuum (freeze, analyze) node, run, run_metric, run_parameter');
  await sql.query('checkpoint');
  process.stderr.write(`filled in ${RUNS} runs in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}
