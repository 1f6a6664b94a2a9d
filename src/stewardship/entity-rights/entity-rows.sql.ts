import { historyTable, onlineTable } from '../../features/definitions/storage/storage.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { EntityStorage } from './entity-storages.sql.js';

/** Where one key has rows: counts, and its first and last times as PostgreSQL writes them. */
export interface KeyRows {
  readonly storage: number;
  readonly onlineRows: number;
  readonly historyRows: number;
  readonly firstEventTime: string | null;
  readonly lastEventTime: string | null;
  readonly firstIngestTime: string | null;
  readonly lastIngestTime: string | null;
}

/** The rows of one key in some feature set versions, one statement for all. Indexes: primary keys. */
export async function selectKeyRows(
  db: Queryable,
  storages: readonly EntityStorage[],
  key: string,
): Promise<readonly KeyRows[]> {
  if (storages.length === 0) return [];
  const parts = storages.map(
    ({ storage }) => `
      select ${storage} as storage, count(*) filter (where online)::int as "onlineRows",
        count(*) filter (where not online)::int as "historyRows",
        min(event_time)::text as "firstEventTime", max(event_time)::text as "lastEventTime",
        min(ingest_time)::text as "firstIngestTime", max(ingest_time)::text as "lastIngestTime"
      from (
        select true as online, event_time, ingest_time from ${onlineTable(storage)} where key = $1
        union all
        select false, event_time, ingest_time from ${historyTable(storage)} where key = $1
      ) r`,
  );
  return db.query<KeyRows>(statement('', parts.join(' union all ')), [key]);
}

/** Deletes the rows of one key from one feature set version; how many there were. Indexes: primary keys. */
export async function deleteKeyRows(
  db: Queryable,
  storage: number,
  key: string,
): Promise<{ onlineRows: number; historyRows: number }> {
  const [counts] = await db.query<{ onlineRows: number; historyRows: number }>(
    statement(
      `delete_key_rows_${storage}`,
      `with online as (delete from ${onlineTable(storage)} where key = $1 returning 1),
       history as (delete from ${historyTable(storage)} where key = $1 returning 1)
       select (select count(*)::int from online) as "onlineRows", (select count(*)::int from history) as "historyRows"`,
    ),
    [key],
  );
  if (counts === undefined) throw new Error('the deletion gave no counts');
  return counts;
}
