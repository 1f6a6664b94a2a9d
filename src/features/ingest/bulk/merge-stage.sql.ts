import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { historyTable, onlineTable } from '../../definitions/storage/storage.sql.js';

const WORK_MEMORY = statement('', `set local work_mem = '128MB'`);

/** Lets the transaction sort a big stage in memory. */
export async function allowWorkMemory(db: Queryable): Promise<void> {
  await db.query(WORK_MEMORY);
}

/** Puts the newest staged row of each key online, unless what is there is newer, in key order; how many. Index: primary key. */
export async function putStageOnline(db: Queryable, storage: number, ingestTime: string): Promise<number> {
  return count(
    db,
    `insert into ${onlineTable(storage)} as o (key, "values", event_time, ingest_time)
     select distinct on (key) key, "values", event_time, $1::timestamptz from ingest_stage
     where problem is null
     order by key, event_time desc
     on conflict (key) do update
       set "values" = excluded."values", event_time = excluded.event_time, ingest_time = excluded.ingest_time
       where excluded.event_time > o.event_time
         or (excluded.event_time = o.event_time and excluded.ingest_time > o.ingest_time and excluded."values" <> o."values")
     returning 1`,
    ingestTime,
  );
}

/**
 * Adds the staged rows to the history, except those that already stand there as the last word on their event; how many.
 * Index: primary key.
 */
export async function addStageToHistory(db: Queryable, storage: number, ingestTime: string): Promise<number> {
  const history = historyTable(storage);
  const [first] = await db.query<{ empty: boolean }>(
    statement('', `select not exists (select from ${history}) as empty`),
  );
  // Into an empty history everything is new, and looking for each row would take as long as adding it.
  const unlessThere = first?.empty
    ? ''
    : `and s."values" is distinct from (
         select h."values" from ${history} h
         where h.key = s.key and h.event_time = s.event_time
         order by h.ingest_time desc limit 1
       )`;
  return count(
    db,
    `insert into ${history} (key, event_time, ingest_time, "values")
     select s.key, s.event_time, $1::timestamptz, s."values" from ingest_stage s
     where s.problem is null ${unlessThere}
     order by s.key, s.event_time
     returning 1`,
    ingestTime,
  );
}

async function count(db: Queryable, change: string, ingestTime: string): Promise<number> {
  const counted = statement('', `with changed as (${change}) select count(*)::int as count from changed`);
  return (await db.query<{ count: number }>(counted, [ingestTime]))[0]?.count ?? 0;
}
