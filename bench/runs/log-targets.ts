import type pg from 'pg';
import { TypeID } from 'typeid-js';
import type { KeepAliveClient } from '../support/load/keep-alive-client.js';

/** The values of some metrics at one step. */
export interface MetricsOfStep {
  readonly step: number;
  readonly names: readonly string[];
  readonly values: readonly number[];
}

/** Makes ready the call that logs metrics to a run durably. What a client does before it sends is not what is measured. */
export type LogMetrics = (run: string, metrics: MetricsOfStep) => () => Promise<void>;

const LOG = `mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`;

/** Through Headwater's API. */
export function logThroughService(client: KeepAliveClient): LogMetrics {
  return (run, { step, names, values }) => {
    const metrics = names.map((name, index) => ({ name, step, value: values[index] }));
    const body = Buffer.from(JSON.stringify({ query: LOG, variables: { input: { run, metrics } } }));
    return async () => {
      const text = await client.post(body);
      if (!text.includes(`{"data":{"logRun":`)) throw new Error(`The service answered ${text.slice(0, 500)}`);
    };
  };
}

/** Through the door for MLflow's clients; an answer says nothing but that it is done. */
export function logThroughDoor(client: KeepAliveClient): LogMetrics {
  return (run, { step, names, values }) => {
    const timestamp = 1_700_000_000_000 + step;
    const metrics = names.map((key, index) => ({ key, value: values[index], timestamp, step }));
    const body = Buffer.from(JSON.stringify({ run_id: TypeID.fromString(run).toUUID().replaceAll('-', ''), metrics }));
    return async () => {
      const text = await client.post(body);
      if (text.trim() !== '{}') throw new Error(`The service answered ${text.slice(0, 500)}`);
    };
  };
}

/** By hand: a transaction that locks the run, adds the points, and moves the last, first, least and greatest values on. */
export function logByHand(pool: pg.Pool): LogMetrics {
  const points = 'unnest($2::text[], $3::float8[]) as p (name, value)';
  const insert = {
    name: 'insert_points',
    text: `insert into run_metric_point (run_id, name, step, time, value)
           select $1::uuid, p.name, $4, now(), p.value from ${points}`,
  };
  const upsert = {
    name: 'upsert_latest',
    text: `insert into run_metric as m
             (run_id, project, name, step, time, value, first_step, first_time, first_value, min_value, max_value)
           select $1::uuid, 'default', p.name, $4, now(), p.value, $4, now(), p.value, p.value, p.value
           from ${points} order by p.name collate "C"
           on conflict (run_id, name) do update set step = excluded.step, time = excluded.time, value = excluded.value,
             min_value = least(m.min_value, excluded.min_value), max_value = greatest(m.max_value, excluded.max_value)
             where excluded.step > m.step`,
  };
  return (run, { step, names, values }) => {
    const id = TypeID.fromString(run).toUUID();
    return async () => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query({ name: 'lock', text: 'select from run where id = $1::uuid for update', values: [id] });
        await client.query({ ...insert, values: [id, names, values, step] });
        await client.query({ ...upsert, values: [id, names, values, step] });
        await client.query('commit');
      } finally {
        client.release();
      }
    };
  };
}
