import type { ForgetfulTable } from '../../../platform/database/forget-statistics.sql.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** The table of the newest row of each key of a feature set version. */
export const onlineTable = (storage: number) => `feature_online_${storage}`;
/** That of all its rows which were ever written. */
export const historyTable = (storage: number) => `feature_history_${storage}`;

const NEXT_STORAGE = statement('next_storage', `select nextval('feature_storage')::int as storage`);

/** Takes the number of the next pair of row tables. */
export async function takeStorage(db: Queryable): Promise<number> {
  const [row] = await db.query<{ storage: number }>(NEXT_STORAGE);
  if (row === undefined) throw new Error('nextval gave no row');
  return row.storage;
}

const MAKE_CLOCK = statement('make_feature_clock', 'select make_feature_clock($1)');
const MAKE_INGEST_INDEX = statement('make_ingest_index', 'select make_ingest_index($1)');
const MAKE_WRITER = statement('make_feature_writer', 'select make_feature_writer($1)');

/** A statement without a name is not kept prepared. */
const ONCE = '';

/**
 * Makes the row tables of a feature set version. A row is packed: its key and its values are JSON arrays as text, in
 * declared order, so that a lookup reads one row and passes it on unparsed. Keys are canonical: equal keys, equal text.
 * History is one table: partitioned by time, a join looks into every partition for a key that has no row (3.7 × the time at 11 of them).
 */
export async function createStorage(db: Queryable, storage: number): Promise<void> {
  // Room on each page keeps updates of the online row in place (HOT): no index entry is written.
  await db.query(
    statement(
      ONCE,
      `create table ${onlineTable(storage)} (
         key         text collate "C" primary key,
         "values"    text not null,
         event_time  timestamptz not null,
         ingest_time timestamptz not null
       ) with (fillfactor = 80)`,
    ),
  );
  await db.query(
    statement(
      ONCE,
      `create table ${historyTable(storage)} (
         key         text collate "C" not null,
         event_time  timestamptz not null,
         ingest_time timestamptz not null,
         "values"    text not null,
         primary key (key, event_time, ingest_time)
       )`,
    ),
  );
  await db.query(MAKE_INGEST_INDEX, [storage]);
  await db.query(MAKE_CLOCK, [storage]);
  await db.query(MAKE_WRITER, [storage]);
}

/** The row tables, for when rows are erased: nothing else knows about their keys and values. */
export function forgetfulStorage(storage: number): ForgetfulTable[] {
  const blank = { key: `'[]'`, values: `'[]'`, event_time: `'epoch'`, ingest_time: `'epoch'` };
  return [onlineTable(storage), historyTable(storage)].map((name) => ({ name, blank, isBlank: `key = '[]'` }));
}
