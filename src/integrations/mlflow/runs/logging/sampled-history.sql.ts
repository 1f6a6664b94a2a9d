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
  /** Points of each run. */
  readonly most: number;
}

/*   points of a run, in their order   0 1 2 3 4 5 6 7 8 9        wanted: 5
 *   buckets of the same size          0 0 1 1 2 2 3 3 4 4
 *   the first of each bucket          0   2   4   6   8
 *   but the last of all for the last  0   2   4   6     9        */
const SAMPLED = statement(
  'mlflow_sampled_history',
  `with point as (
     select run_id, step, time, value, ntile($5::int) over each_run as bucket, row_number() over each_run as place, count(*) over (partition by run_id) as count
     from run_metric_point
     where run_id = any($1::uuid[]) and name = $2 and ($3::int8 is null or step between $3 and $4::int8)
     window each_run as (partition by run_id order by step, time, value)
   ),
   placed as (select p.*, row_number() over (partition by run_id, bucket order by place) = 1 as leads from point p)
   select p.run_id as "runId", p.value, p.step::float8 as step, floor(extract(epoch from p.time) * 1000)::float8 as timestamp
   from placed p where (p.leads and p.bucket < $5::int) or p.place = p.count
   order by array_position($1::uuid[], p.run_id), p.place`,
);

/** At most so many points of a metric of each of several runs, evenly among those that it has, with its first and last. Index: primary key of run_metric_point. */
export function selectSampled(
  db: Queryable,
  { runs, metric, between, most }: SampledQuestion,
  signal: AbortSignal,
): Promise<SampledRow[]> {
  return db.query<SampledRow>(SAMPLED, [runs, metric, between?.start ?? null, between?.end ?? null, most], signal);
}
