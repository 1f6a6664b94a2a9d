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

/** What all points of a metric come to. */
export interface SummaryRow extends PointRow {
  readonly project: string;
  readonly first: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** What a run says of the machine that it ran on. */
const SYSTEM = 'system/';

const SUMMARIES = statement(
  'metric_summaries',
  `select run_id as "runId", project, name, value, step::float8 as step, time::text, coalesce(first_value, value) as first,
     min_value as min, max_value as max
   from run_metric
   where run_id = any($1) and ($2 or not starts_with(name, '${SYSTEM}')) and ($3::text[] is null or name = any($3))
   order by run_id, name`,
);

/** What every metric of these runs comes to, by name; only those of some names where they are given. Index: primary key. */
export function selectMetricSummaries(
  db: Queryable,
  runIds: readonly string[],
  { system, names }: MetricSelection,
): Promise<SummaryRow[]> {
  return db.query<SummaryRow>(SUMMARIES, [runIds, system, names]);
}

/** Which metrics of a run are asked for. */
export interface MetricSelection {
  /** With those of the machine. */
  readonly system: boolean;
  /** Null: all. */
  readonly names: readonly string[] | null;
}

const HISTORY = statement(
  'metric_history',
  `select r.id as "runId", p.name, p.value, p.step, p.time
   from unnest($1::uuid[]) as r (id)
   cross join lateral (
     select name, value, step::float8 as step, time::text from run_metric_point
     where run_id = r.id and name = $2
       and ($3::bigint is null or (run_metric_point.step, run_metric_point.time, value) > ($3::bigint, $4::timestamptz, $5::float8))
     order by run_metric_point.step, run_metric_point.time, value
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
