import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import {
  type Axis,
  bucketOf,
  COLUMNS,
  EXTREMES,
  firstIn,
  OF_METRIC,
  type SeriesRow,
  STEPS,
  TIMES,
} from './metric-series.sql.js';
import { SeriesAxis } from './series-axis.js';

/** A part of the series of a run: steps or seconds since 1970, both ends within it; infinite where it has no end. */
export interface RunRange {
  readonly runId: string;
  readonly from: number;
  readonly to: number;
}

/** What is asked of each of the ranges, along one axis. */
export interface RangeQuestion {
  readonly metric: string;
  readonly axis: SeriesAxis;
}

interface RangedAxis extends Axis {
  /** Says "by" what in the name of a statement. */
  readonly word: string;
  readonly column: string;
  readonly within: string;
}

const RANGES = 'unnest($1::uuid[], $4::float8[], $5::float8[]) as r (run_id, since, until)';
const BY_STEP: RangedAxis = {
  ...STEPS,
  word: 'step',
  column: 'step',
  within: 'step between ceil(r.since)::bigint and floor(r.until)::bigint',
};
const BY_TIME: RangedAxis = {
  ...TIMES,
  word: 'time',
  column: 'run_metric_point.time',
  within: `${TIMES.place} between r.since and r.until`,
};

function first({ word, within }: RangedAxis): Statement {
  return statement(
    `first_points_within_${word}`,
    `select m.run_id as "runId", ${COLUMNS}
   from ${RANGES}
   join run_metric m on m.run_id = r.run_id and m.name = $2
   cross join lateral (
     select step, time, value from run_metric_point where ${OF_METRIC} and ${within} order by step, run_metric_point.time, value limit $3
   ) p`,
  );
}

/*  As of a whole series (metric-series.sql.ts), of what lies in the range: its buckets fill the range, or as much of it as the series does. The first
 *  and the last point are not known beforehand, so each bucket tells where it opens and closes.  */
function downsampling({ word, place, begins, ends, column, within }: RangedAxis): Statement {
  const bucket = bucketOf(place);
  const inBucket = `${OF_METRIC} and step between b.least and b.greatest and ${within} and ${bucket} is not distinct from b.number`;
  const firstWith = (condition: string) => firstIn(`${inBucket} and ${condition}`);
  return statement(
    `downsampled_within_${word}`,
    `select m.run_id as "runId", ${COLUMNS}
   from ${RANGES}
   join run_metric m on m.run_id = r.run_id and m.name = $2
   cross join lateral (select greatest(r.since, ${begins}) as begins, least(r.until, ${ends}) as ends offset 0) l
   cross join lateral (select l.begins, $3::float8 / nullif(l.ends - l.begins, 0) as buckets offset 0) a
   cross join lateral (
     with bucket as materialized (
       select ${bucket} as number, ${EXTREMES}, min(${column}) as opens, max(${column}) as closes
       from run_metric_point where ${OF_METRIC} and ${within} group by 1
     )
     ${firstWith('value = b.low')}
     union
     ${firstWith('value = b.high')}
     union
     ${firstWith('b.low is null')}
     union
     ${firstWith(`${column} = b.opens`)} where b.opens = (select min(opens) from bucket)
     union
     select e.step, e.time, e.value from bucket b cross join lateral (
       select step, run_metric_point.time, value from run_metric_point
       where ${inBucket} and ${column} = b.closes order by step desc, run_metric_point.time desc, value desc limit 1
     ) e where b.closes = (select max(closes) from bucket)
   ) p`,
  );
}

const FIRST = { step: first(BY_STEP), time: first(BY_TIME) };
const DOWNSAMPLED = { step: downsampling(BY_STEP), time: downsampling(BY_TIME) };

/** The first points of one metric within a range of each run, by step. Indexes: primary keys, by time the whole of the series. */
export function selectFirstWithin(
  db: Queryable,
  ranges: readonly RunRange[],
  { metric, axis, most }: RangeQuestion & { readonly most: number },
  signal?: AbortSignal,
): Promise<SeriesRow[]> {
  return db.query<SeriesRow>(of(FIRST, axis), parametersOf(ranges, metric, most), signal);
}

/** At most 2 × `buckets` + 2 points within a range of each run, as of a whole series. In no order. Indexes: primary keys, by time the whole of the series. */
export function selectDownsampledWithin(
  db: Queryable,
  ranges: readonly RunRange[],
  { metric, axis, buckets }: RangeQuestion & { readonly buckets: number },
  signal?: AbortSignal,
): Promise<SeriesRow[]> {
  return db.query<SeriesRow>(of(DOWNSAMPLED, axis), parametersOf(ranges, metric, buckets), signal);
}

function of({ step, time }: { readonly step: Statement; readonly time: Statement }, axis: SeriesAxis): Statement {
  return axis === SeriesAxis.STEP ? step : time;
}

function parametersOf(ranges: readonly RunRange[], metric: string, count: number): readonly unknown[] {
  return [ranges.map(({ runId }) => runId), metric, count, ranges.map(({ from }) => from), ranges.map(({ to }) => to)];
}
