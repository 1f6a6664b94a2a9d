import { pageOfBytes } from '../../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { historyTable } from '../../definitions/storage/storage.sql.js';

/** The last word on one event, in the version that is copied from. */
export interface SourceRow {
  readonly key: string;
  /** PostgreSQL's own text. */
  readonly eventTime: string;
  readonly values: string;
  /** Whether the version that is copied to has this event already. */
  readonly known: boolean;
}

const EVENT = 'key, event_time';
const BYTES = '(octet_length(key) + octet_length("values"))';

/** Where one version's rows are copied from and to, and behind which event to go on. */
export interface CopyPlace {
  readonly from: number;
  readonly to: number;
  readonly after: { readonly key: string; readonly eventTime: string };
}

/** The events of one history behind a place, each with its last word, in order, a page of them. Indexes: primary keys of both. */
export function selectSourceRows(db: Queryable, { from, to, after }: CopyPlace, rows: number): Promise<SourceRow[]> {
  const page = `select key, event_time, event_time::text as "eventTime", "values",
      exists (select from ${historyTable(to)} t where t.key = s.key and t.event_time = s.event_time) as known
    from (
      select distinct on (key, event_time) key, event_time, "values" from ${historyTable(from)}
      where (key, event_time) > ($1, $2::timestamptz)
      order by key, event_time, ingest_time desc
    ) s
    order by key, event_time limit $3`;
  return db.query<SourceRow>(statement('', pageOfBytes(page, EVENT, BYTES)), [after.key, after.eventTime, rows]);
}

/**
 * Of the events that were ingested since a moment, those on which a version has no word as late: behind a place, each with its last word, in
 * order, a page of them. Indexes: feature_history_<from>_ingest (BRIN), so that it reads what is late and not the history; primary key of the other.
 */
export function selectMissedRows(
  db: Queryable,
  { from, to, after }: CopyPlace,
  since: string,
  rows: number,
): Promise<SourceRow[]> {
  const page = `with late as materialized (
      select key, event_time, "values", ingest_time from ${historyTable(from)} where ingest_time >= $3::timestamptz
    )
    select key, event_time, event_time::text as "eventTime", "values", false as known
    from (
      select distinct on (key, event_time) key, event_time, "values", ingest_time from late
      where (key, event_time) > ($1, $2::timestamptz)
      order by key, event_time, ingest_time desc
    ) s
    where not exists (
      select from ${historyTable(to)} t
      where t.key = s.key and t.event_time = s.event_time and t.ingest_time >= s.ingest_time
    )
    order by key, event_time limit $4`;
  return db.query<SourceRow>(statement('', pageOfBytes(page, EVENT, BYTES)), [after.key, after.eventTime, since, rows]);
}
