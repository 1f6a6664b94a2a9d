import { type Queryable, statement } from '../../../../platform/database/queryable.js';
import type { HistoryRow } from './metric-history.sql.js';

export interface SampledRow extends HistoryRow {
  /** The uuid. */
  readonly runId: string;
}

export interface SampledQuestion {
  /** Uuids. */
  readonly runs: readonly string[];
  readonly metric: string;
  /** Steps, both ends included; undefined: all. */
  readonly between: { readonly start: number; readonly end: number } | undefined;
  /** Steps wanted. */
  readonly most: number;
}

/*   steps of all runs together      0 1 2 3 4 5 6 7 8 9        wanted: 5
 *   every second, and the last      0   2   4   6   8 9
 *   and of each run its own ends                                        */
const SAMPLED = statement(
  'mlflow_sampled_history',
  `with point as materialized (
     select run_id, step, time, value from run_metric_point
     where run_id = any($1::uuid[]) and name = $2 and ($3::int8 is null or step between $3 and $4::int8)
   ),
   numbered as (select step, row_number() over (order by step) - 1 as place, count(*) over () as count from (select distinct step from point) s),
   chosen as (select step from numbered where place % greatest(1, count / $5::int) = 0 or place = count - 1),
   ends as (select run_id, min(step) as first, max(step) as last from point group by run_id)
   select p.run_id as "runId", p.value, p.step::float8 as step, floor(extract(epoch from p.time) * 1000)::float8 as timestamp
   from point p join ends e on e.run_id = p.run_id
   where p.step in (select step from chosen) or p.step = e.first or p.step = e.last
   order by array_position($1::uuid[], p.run_id), p.step, p.time, p.value
   limit 250000`,
);

/** The points of a metric of several runs at so many of their steps. Index: primary key of run_metric_point. */
export function selectSampled(
  db: Queryable,
  { runs, metric, between, most }: SampledQuestion,
  signal: AbortSignal,
): Promise<SampledRow[]> {
  return db.query<SampledRow>(SAMPLED, [runs, metric, between?.start ?? null, between?.end ?? null, most], signal);
}
