import { historyTable, onlineTable } from '../../features/definitions/storage/storage.sql.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';

const SET_RETENTION = statement(
  'set_retention',
  `with known as materialized (select id, keep_history_for from feature_set_version where id = $1 for no key update)
   update feature_set_version v set keep_history_for = $2 from known where v.id = known.id
   returning known.keep_history_for as before`,
);

/** Says for how many seconds history is kept; null: all of it. Index: primary key. */
export async function setKeepHistoryFor(tx: Transaction, id: string, seconds: number | null): Promise<void> {
  const [row] = await tx.query<{ before: number | null }>(SET_RETENTION, [id, seconds]);
  changeNotes(tx).changed(id, { keepHistoryFor: row?.before }, { keepHistoryFor: seconds });
}

const ADVANCE = statement(
  'advance_history_from',
  `with known as materialized (select id, history_from from feature_set_version where id = $1 for no key update)
   update feature_set_version v set history_from = greatest(v.history_from, $2::timestamptz) from known where v.id = known.id
   returning known.history_from as before, v.history_from as after`,
);

/** Moves the beginning of the kept history forward, never back. Index: primary key. */
export async function advanceHistoryFrom(tx: Transaction, id: string, horizon: string): Promise<void> {
  const [row] = await tx.query<{ before: Date | null; after: Date }>(ADVANCE, [id, horizon]);
  changeNotes(tx).changed(id, { historyFrom: row?.before }, { historyFrom: row?.after });
}

/** Where a compaction goes on: behind this row. */
export interface HistoryPlace {
  readonly key: string;
  readonly eventTime: string;
  readonly ingestTime: string;
}

export const BEGINNING: HistoryPlace = { key: '', eventTime: '-infinity', ingestTime: '-infinity' };

/** What one stretch of history came to. */
export interface CompactedStretch {
  readonly read: number;
  readonly superseded: number;
  readonly bytes: number;
  readonly last: HistoryPlace | null;
}

/*   one key          e₁  e₂   e₃ │horizon   e₄
 *                    ✗   ✗    ●  │          ●      e₃ answers for the horizon and for whatever comes before e₄;
 *                                │                 e₁ and e₂ answer for no moment from the horizon on: they go
 *   A row goes if a later one of its key, by event and then ingest time, lies before the horizon in both times. So every read
 *   as of the horizon or later, knowing what was known at the horizon or later, answers as before.                            */
function stretchStatement(storage: number, remove: boolean): string {
  const history = historyTable(storage);
  const removed = `, removed as (
      delete from ${history} h using superseded s
      where h.key = s.key and h.event_time = s.event_time and h.ingest_time = s.ingest_time
    )`;
  return `with stretch as materialized (
      select key, event_time, ingest_time, length("values") + length(key) + 40 as bytes from ${history}
      where (key, event_time, ingest_time) > ($1, $2::timestamptz, $3::timestamptz)
      order by key, event_time, ingest_time limit $5
    ),
    superseded as materialized (
      select r.* from stretch r
      where r.event_time < $4::timestamptz and exists (
        select from ${history} o
        where o.key = r.key and (o.event_time, o.ingest_time) > (r.event_time, r.ingest_time)
          and o.event_time <= $4::timestamptz and o.ingest_time <= $4::timestamptz
      )
    )${remove ? removed : ''}
    select (select count(*)::int from stretch) as read, (select count(*)::int from superseded) as superseded,
      (select coalesce(sum(bytes), 0)::float8 from superseded) as bytes,
      (select json_build_object('key', key, 'eventTime', event_time::text, 'ingestTime', ingest_time::text)
       from stretch order by key desc, event_time desc, ingest_time desc limit 1) as last`;
}

/** Looks through a stretch of history behind a place, and removes what is superseded, or only counts it. Index: primary key. */
export async function compactStretch(
  db: Queryable,
  storage: number,
  horizon: string,
  after: HistoryPlace,
  rows: number,
  remove: boolean,
): Promise<CompactedStretch> {
  const values = [after.key, after.eventTime, after.ingestTime, horizon, rows];
  const [stretch] = await db.query<CompactedStretch>(statement('', stretchStatement(storage, remove)), values);
  if (stretch === undefined) throw new Error('the stretch gave no row');
  return stretch;
}

/** Rows and bytes on disk of a version, and its first event time. */
export interface StoredRows {
  readonly onlineRows: number;
  readonly historyRows: number;
  readonly bytes: number;
}

/** What a version holds. */
export async function measureRows(db: Queryable, storage: number): Promise<StoredRows> {
  const text = `select (select count(*)::int from ${onlineTable(storage)}) as "onlineRows",
    (select count(*)::float8 from ${historyTable(storage)}) as "historyRows",
    (pg_total_relation_size('${onlineTable(storage)}') + pg_total_relation_size('${historyTable(storage)}'))::float8 as bytes`;
  const [stored] = await db.query<StoredRows>(statement('', text));
  if (stored === undefined) throw new Error('the measure gave no row');
  return stored;
}

/** Drops every row of a version; its tables stay. */
export async function truncateRows(db: Queryable, storage: number): Promise<void> {
  await db.query(statement('', `truncate ${onlineTable(storage)}, ${historyTable(storage)}`));
}

const MARK_DROPPED = statement(
  'mark_rows_dropped',
  `update feature_set_version set rows_dropped_at = date_trunc('milliseconds', clock_timestamp())
   where id = $1 and rows_dropped_at is null returning rows_dropped_at as after`,
);

/** Says that the rows of a version are gone for good. Index: primary key. */
export async function markRowsDropped(tx: Transaction, id: string): Promise<void> {
  const [row] = await tx.query<{ after: Date }>(MARK_DROPPED, [id]);
  if (row !== undefined) changeNotes(tx).changed(id, { rowsDroppedAt: null }, { rowsDroppedAt: row.after });
}
