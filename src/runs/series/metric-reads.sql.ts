import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A point as it is stored. */
export interface PointRow {
  readonly runId: string;
  readonly name: string;
  readonly value: number;
  readonly step: number;
  /** PostgreSQL's own text, which has the microseconds that a Date lacks. */
  readonly time: string;
}

const LATEST = statement(
  'latest_metrics',
  'select run_id as "runId", name, value, step, time::text from run_metric where run_id = any($1) order by run_id, name',
);

/** The latest point of every metric of these runs, by name. Index: primary key. */
export function selectLatestMetrics(db: Queryable, runIds: readonly string[]): Promise<PointRow[]> {
  return db.query<PointRow>(LATEST, [runIds]);
}

const HISTORY = statement(
  'metric_history',
  `select r.id as "runId", p.name, p.value, p.step, p.time
   from unnest($1::uuid[]) as r (id)
   cross join lateral (
     select name, value, step, time::text from run_metric_point
     where run_id = r.id and name = $2
       and ($3::bigint is null or (step, time, value) > ($3::bigint, $4::timestamptz, $5::float8))
     order by step, run_metric_point.time, value
     limit $6
   ) p`,
);

/** The first points of one metric of each run, by step, time and value, one more than the page holds. Index: primary key. */
export function selectHistory(
  db: Queryable,
  runIds: readonly string[],
  name: string,
  page: PageRequest,
): Promise<PointRow[]> {
  const [step, time, value] =
    page.after === undefined ? [null, null, null] : decodeCursor(page.after, ['bigint', 'time', 'float']);
  return db.query<PointRow>(HISTORY, [runIds, name, step, time, value, page.first + 1]);
}
