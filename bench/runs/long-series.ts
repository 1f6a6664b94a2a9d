import type { Client } from 'pg';
import type { BenchRow } from '../bench.js';
import type { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { describeLatency, measureInTurns } from '../support/load/latency.js';

const RUN = 'bench-long-series';
const POINTS = 1_000_000;
const TOLD = 500;
const BAR_MS = 300;
const START = `mutation { startRun(input: { key: "${RUN}", name: "${RUN}", type: TRAINING }) { run { id } } }`;

/** A million points of one metric, drawn with 500; the floor reads them once. */
export async function measureLongSeries(sql: Client, client: KeepAliveClient): Promise<BenchRow[]> {
  const ask = async (query: string) => {
    const text = await client.post(Buffer.from(JSON.stringify({ query })));
    if (text.includes('"errors"')) throw new Error(`The service answered ${text.slice(0, 500)}`);
    return text;
  };
  const [id] = /run_\w+/.exec(await ask(START)) ?? [];
  await fillSeries(sql);
  const read = `select count(*), min(value), max(value) from run_metric_point p join node n on n.id = p.run_id where n.name = '${RUN}' and p.name = 'loss'`;
  const work = (['STEP', 'TIME'] as const).map((axis) => ({
    axis,
    run: () => ask(`{ metricSeries(runs: ["${id}"], metric: "loss", points: ${TOLD}, x: ${axis}) { x values } }`),
  }));
  const [floor, ...ours] = await measureInTurns([() => sql.query(read), ...work.map(({ run }) => run)], { turns: 7 });
  if (floor === undefined) throw new Error('nothing was measured');
  return ours.map((latency, index) => ({
    work: `A series of ${POINTS.toLocaleString('en')} points as ${TOLD}, by ${work[index]?.axis}`,
    ours: describeLatency(latency),
    floor: describeLatency(floor),
    ratio: `${(latency.p50 / floor.p50).toFixed(1)} ×`,
    bar: `< ${BAR_MS} ms`,
    holds: latency.p50 < BAR_MS,
  }));
}

/** Behind the service's back. */
async function fillSeries(sql: Client): Promise<void> {
  const filled = await sql.query(
    `select from run_metric m join node n on n.id = m.run_id where n.name = '${RUN}' and n.kind = 'RUN'`,
  );
  if (filled.rowCount !== 0) return;
  await sql.query(
    `insert into run_metric_point (run_id, name, step, time, value)
     select n.id, 'loss', i, timestamptz '2026-01-01Z' + i * interval '1 second', sin(i / 1000.0) + random()
     from node n cross join generate_series(1, $1::int) i where n.name = '${RUN}' and n.kind = 'RUN'`,
    [POINTS],
  );
  await sql.query(
    `insert into run_metric (run_id, name, project, value, step, time, first_value, first_step, first_time, min_value, max_value)
     select l.run_id, 'loss', 'default', l.value, l.step, l.time, f.value, f.step, f.time, b.least, b.greatest
     from (select p.* from run_metric_point p join node n on n.id = p.run_id where n.name = '${RUN}' order by step desc limit 1) l
     cross join lateral (select * from run_metric_point where run_id = l.run_id and name = 'loss' order by step limit 1) f
     cross join lateral (
       select min(value) as least, max(value) as greatest from run_metric_point where run_id = l.run_id and name = 'loss'
     ) b`,
  );
  await sql.query('vacuum analyze run_metric_point');
}
