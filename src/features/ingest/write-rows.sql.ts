import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { historyTable, onlineTable } from '../definitions/storage.sql.js';
import type { EncodedRow } from './row-encoder.js';

function upsertOnline(storage: number): Statement {
  const table = onlineTable(storage);
  return statement(
    `upsert_online_${storage}`,
    `with clock as materialized (select clock_timestamp() as t),
     advanced as (
       insert into ${table} as o (key, "values", event_time, ingest_time)
       select r.key, r."values", r.event_time, clock.t
       from unnest($1::text[], $2::text[], $3::timestamptz[]) as r (key, "values", event_time)
       cross join clock
       order by r.key collate "C"
       on conflict (key) do update
         set "values" = excluded."values", event_time = excluded.event_time, ingest_time = excluded.ingest_time
         where excluded.event_time > o.event_time
           or (excluded.event_time = o.event_time and excluded.ingest_time > o.ingest_time and excluded."values" <> o."values")
       returning 1
     )
     select clock.t::text as "ingestTime", (select count(*)::int from advanced) as advanced from clock`,
  );
}

/**
 * Puts rows online, one per key, unless what is there is newer. Locks the key of every row until the transaction ends,
 * in key order, so that writers of the same keys take turns and can't deadlock. Index: primary key.
 */
export async function putOnline(
  db: Queryable,
  storage: number,
  rows: readonly EncodedRow[],
): Promise<{ ingestTime: string; advanced: number }> {
  const [outcome] = await db.query<{ ingestTime: string; advanced: number }>(upsertOnline(storage), columnsOf(rows));
  if (outcome === undefined) throw new Error('the upsert gave no row');
  return outcome;
}

function insertHistory(storage: number): Statement {
  const table = historyTable(storage);
  return statement(
    `insert_history_${storage}`,
    `with written as (
       insert into ${table} (key, "values", event_time, ingest_time)
       select r.key, r."values", r.event_time, $4::timestamptz
       from unnest($1::text[], $2::text[], $3::timestamptz[]) as r (key, "values", event_time)
       where r."values" is distinct from (
         select h."values" from ${table} h
         where h.key = r.key and h.event_time = r.event_time
         order by h.ingest_time desc limit 1
       )
       returning 1
     )
     select count(*)::int as written from written`,
  );
}

/** Adds rows to the history, except those that already stand there as the last word on their event. Index: primary key. */
export async function addToHistory(
  db: Queryable,
  storage: number,
  rows: readonly EncodedRow[],
  ingestTime: string,
): Promise<number> {
  const [outcome] = await db.query<{ written: number }>(insertHistory(storage), [...columnsOf(rows), ingestTime]);
  return outcome?.written ?? 0;
}

function columnsOf(rows: readonly EncodedRow[]): [string[], string[], string[]] {
  return [rows.map((row) => row.key), rows.map((row) => row.values), rows.map((row) => row.eventTime)];
}
