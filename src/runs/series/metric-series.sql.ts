import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { SeriesAxis } from './series-axis.js';

/** A point of a series, and its time in seconds since 1970. */
export interface SeriesRow {
  readonly runId: string;
  readonly step: number;
  readonly seconds: number;
  /** PostgreSQL's own text. */
  readonly time: string;
  readonly value: number;
}

export const COLUMNS = `p.step::float8 as step, date_part('epoch', p.time) as seconds, p.time::text as time, p.value`;
export const OF_METRIC = 'run_id = m.run_id and name = m.name';

const FIRST = statement(
  'first_series_points',
  `select m.run_id as "runId", ${COLUMNS}
   from run_metric m
   cross join lateral (
     select step, time, value from run_metric_point where ${OF_METRIC} order by step, run_metric_point.time, value limit $3
   ) p
   where m.run_id = any($1) and m.name = $2`,
);

/** The first points of one metric of each run, by step. Indexes: primary keys. */
export function selectFirstPoints(
  db: Queryable,
  runIds: readonly string[],
  metric: string,
  most: number,
  signal?: AbortSignal,
): Promise<SeriesRow[]> {
  return db.query<SeriesRow>(FIRST, [runIds, metric, most], signal);
}

const FIRST_TIMES = statement(
  'first_series_times',
  `select run_id as "runId", date_part('epoch', first_time) as seconds from run_metric where run_id = any($1) and name = $2`,
);

/** When the first point of one metric of each run was measured. Index: primary key. */
export function selectFirstTimes(
  db: Queryable,
  runIds: readonly string[],
  metric: string,
): Promise<Pick<SeriesRow, 'runId' | 'seconds'>[]> {
  return db.query(FIRST_TIMES, [runIds, metric]);
}

// Between the first point and the last one, whatever lies outside of them counted to the buckets at the ends.
export const bucketOf = (place: string) =>
  `greatest(0, least($3::int - 1, floor((${place} - a.begins) * a.buckets)))::int`;

/** How a series lies along an axis: where a point is, where the first is, and where the last is, or rather its end. */
export interface Axis {
  readonly place: string;
  readonly begins: string;
  readonly ends: string;
}

export const STEPS: Axis = { place: 'step', begins: 'm.first_step::float8', ends: 'm.step::float8 + 1' };
export const TIMES: Axis = {
  place: `date_part('epoch', run_metric_point.time)`,
  begins: `date_part('epoch', m.first_time)`,
  ends: `date_part('epoch', m.time)`,
};

/** What a bucket is known by. */
export const EXTREMES = `min(nullif(value, 'NaN')) as low, max(nullif(value, 'NaN')) as high, min(step) as least, max(step) as greatest`;

/** Of each bucket `b` the first point of which something holds. */
export function firstIn(condition: string): string {
  return `select e.step, e.time, e.value from bucket b cross join lateral (
       select step, run_metric_point.time, value from run_metric_point
       where ${condition} order by step, run_metric_point.time, value limit 1
     ) e`;
}

/*  Of each bucket the first of the lowest points and the first of the highest ones; besides, the first and the last point of all.
 *
 *    step   1   2   3   4 │ 5   6   7   8 │ 9  …        bucket 0: low 0.2 (step 3), high 0.9 (step 1)
 *    value .9  .5  .2  .3 │.1  .1  .4 NaN │ …           bucket 1: low 0.1 (step 5), high 0.4 (step 7)
 *
 *  The extremes are found in one pass; where they lie is looked for only between the steps of their bucket.  */
function downsampling(name: string, { place, begins, ends }: Axis): Statement {
  const bucket = bucketOf(place);
  const inBucket = `${OF_METRIC} and step between b.least and b.greatest and ${bucket} is not distinct from b.number`;
  const firstWith = (condition: string) => firstIn(`${inBucket} and ${condition}`);
  return statement(
    name,
    `select m.run_id as "runId", ${COLUMNS}
   from run_metric m
   -- Reckoned once, not again for each of a million points.
   cross join lateral (select ${begins} as begins, $3::float8 / nullif(${ends} - ${begins}, 0) as buckets offset 0) a
   cross join lateral (
     with bucket as materialized (
       select ${bucket} as number, ${EXTREMES}
       from run_metric_point where ${OF_METRIC} group by 1
     )
     ${firstWith('value = b.low')}
     union
     ${firstWith('value = b.high')}
     union
     -- Nothing but NaN: one of them shows the gap.
     ${firstWith('b.low is null')}
     union select m.first_step, m.first_time, m.first_value
     union select m.step, m.time, m.value
   ) p
   where m.run_id = any($1) and m.name = $2`,
  );
}

const BY_STEP = downsampling('downsampled_by_step', STEPS);
const BY_TIME = downsampling('downsampled_by_time', TIMES);

/**
 * At most 2 × `buckets` + 2 points of one metric of each run, all of them real: every extreme of the whole series is among them, and between two
 * neighbours no value lies outside of the extremes of their buckets. In no order. Indexes: primary keys.
 */
export function selectDownsampled(
  db: Queryable,
  runIds: readonly string[],
  { metric, axis, buckets }: { readonly metric: string; readonly axis: SeriesAxis; readonly buckets: number },
  signal?: AbortSignal,
): Promise<SeriesRow[]> {
  return db.query<SeriesRow>(axis === SeriesAxis.STEP ? BY_STEP : BY_TIME, [runIds, metric, buckets], signal);
}
