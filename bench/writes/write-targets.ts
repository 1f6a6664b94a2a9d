import type pg from 'pg';
import type { KeepAliveClient } from '../support/load/keep-alive-client.js';
import type { BenchRowToWrite } from './write-batches.js';

/** Makes ready the call that writes some rows durably. What a client does before it sends is not what is measured. */
export type PrepareWrite = (rows: readonly BenchRowToWrite[]) => () => Promise<void>;

const WRITE = `mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }`;

/** Through Headwater's API. */
export function writeThroughService(client: KeepAliveClient, featureSet: string): PrepareWrite {
  return (batch) => {
    const rows = batch.map(({ userId, values, eventTime }) => ({
      user_id: userId,
      ...Object.fromEntries(values.map((value, index) => [`f${index + 1}`, value])),
      event_time: eventTime,
    }));
    const body = Buffer.from(JSON.stringify({ query: WRITE, variables: { input: { featureSet, rows } } }));
    return async () => {
      const text = await client.post(body);
      if (!text.includes(`"written":${batch.length}`)) throw new Error(`The service answered ${text.slice(0, 500)}`);
    };
  };
}

/** By hand: the same rows into the same kind of tables, in a transaction of one insert and one upsert. */
export function writeByHand(pool: pg.Pool, online: string, history: string): PrepareWrite {
  const source = 'unnest($1::text[], $2::text[], $3::timestamptz[]) as r (key, "values", event_time)';
  const insert = {
    name: 'insert',
    text: `insert into ${history} (key, "values", event_time, ingest_time) select r.*, now() from ${source}`,
  };
  const upsert = {
    name: 'upsert',
    text: `insert into ${online} as o (key, "values", event_time, ingest_time)
           select r.*, now() from ${source} order by r.key collate "C"
           on conflict (key) do update
             set "values" = excluded."values", event_time = excluded.event_time, ingest_time = excluded.ingest_time
             where excluded.event_time > o.event_time`,
  };
  return (batch) => async () => {
    const columns = [
      batch.map(({ userId }) => `[${userId}]`),
      batch.map(({ values }) => JSON.stringify(values)),
      batch.map(({ eventTime }) => eventTime),
    ];
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query({ ...upsert, values: columns });
      await client.query({ ...insert, values: columns });
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}
