import { type Queryable, statement } from '../../platform/database/queryable.js';
import { historyTable } from '../definitions/storage.sql.js';

/** The last word on one event, in the version that is copied from. */
export interface SourceRow {
  readonly key: string;
  /** PostgreSQL's own text. */
  readonly eventTime: string;
  readonly values: string;
  /** Whether the version that is copied to has this event already. */
  readonly known: boolean;
}

/** The events of one history behind a place, each with its last word, in order. Indexes: primary keys of both. */
export function selectSourceRows(
  db: Queryable,
  from: number,
  to: number,
  after: { key: string; eventTime: string },
  rows: number,
): Promise<SourceRow[]> {
  const text = `select key, event_time::text as "eventTime", "values",
      exists (select from ${historyTable(to)} t where t.key = s.key and t.event_time = s.event_time) as known
    from (
      select distinct on (key, event_time) key, event_time, "values" from ${historyTable(from)}
      where (key, event_time) > ($1, $2::timestamptz)
      order by key, event_time, ingest_time desc
    ) s
    order by key, event_time limit $3`;
  return db.query<SourceRow>(statement('', text), [after.key, after.eventTime, rows]);
}
