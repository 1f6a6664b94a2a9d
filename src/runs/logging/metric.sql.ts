import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A point to write; without a time it is now. */
export interface NewPoint {
  readonly name: string;
  readonly value: number;
  readonly step: number;
  readonly time: string | null;
}

// Mostly each call has steps that are new to the run; where $7 asks and one is not, nothing is written, and the step is told.
// Points without a time get the clock after the run is locked, so a later call has a later time; and one microsecond
// more than the point before, so that the last of one call is the latest.
const INSERT_POINTS = statement(
  'insert_metric_points',
  `with clock as materialized (select clock_timestamp() as now),
   newest as materialized (select max(step) as step from run_metric where $7 and run_id = $1),
   point as (
     insert into run_metric_point (run_id, name, step, time, value)
     select $1, p.name, p.step, coalesce(p.time, clock.now + p.position * interval '1 microsecond'), p.value
     from unnest($3::text[], $4::int[], $5::timestamptz[], $6::float8[]) with ordinality as p (name, step, time, value, position)
     cross join clock
     where not exists (select from newest where step >= any($4::int[]))
     on conflict (run_id, name, step, time, value) do nothing
     returning name, step, time, value
   ),
   latest as (
     insert into run_metric (run_id, project, name, value, step, time)
     select distinct on (name) $1, $2, name, value, step, time
     from point
     order by name, step desc, time desc, value desc
     on conflict (run_id, name) do update set value = excluded.value, step = excluded.step, time = excluded.time
     where (excluded.step, excluded.time, excluded.value) > (run_metric.step, run_metric.time, run_metric.value)
   )
   select (select count(*)::int from point) as written, exists (select from newest where step >= any($4::int[])) as known`,
);

/**
 * Adds points to the history of a locked run and moves the latest ones on; gives how many were new. With `unlessKnown`, undefined, and nothing is
 * added, where the run has got as far as one of their steps already. Indexes: primary keys.
 */
export async function insertPoints(
  db: Queryable,
  run: { readonly id: string; readonly project: string },
  points: readonly NewPoint[],
  unlessKnown = false,
): Promise<number | undefined> {
  const column = <T>(read: (point: NewPoint) => T) => points.map(read);
  const [row] = await db.query<{ written: number; known: boolean }>(INSERT_POINTS, [
    run.id,
    run.project,
    column((point) => point.name),
    column((point) => point.step),
    column((point) => point.time),
    column((point) => point.value),
    unlessKnown,
  ]);
  return row?.known === true ? undefined : (row?.written ?? 0);
}

const NEWEST_VALUES = statement(
  'newest_metric_values',
  `select array(
     select value from run_metric_point where run_id = $1 and name = p.name and step = p.step
     order by time desc, value desc limit p.count
   ) as values
   from unnest($2::text[], $3::int[], $4::int[]) with ordinality as p (name, step, count, position)
   order by p.position`,
);

/** Of each metric and step the newest values, as many as asked for, oldest first. Index: primary key. */
export async function selectNewestValues(
  db: Queryable,
  runId: string,
  wanted: readonly { readonly name: string; readonly step: number; readonly count: number }[],
): Promise<number[][]> {
  const rows = await db.query<{ values: number[] }>(NEWEST_VALUES, [
    runId,
    wanted.map(({ name }) => name),
    wanted.map(({ step }) => step),
    wanted.map(({ count }) => count),
  ]);
  return rows.map((row) => row.values.reverse());
}
