import { numberArray, textArray } from '../../platform/database/array-text.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A point to write; without a time it is now. */
export interface NewPoint {
  readonly name: string;
  readonly value: number;
  readonly step: number;
  readonly time: string | null;
}

// Whatever order points come in, and however often, the same four values come out: the last point is the one with the greatest step, then time, then
// value; the first that with the least; NaN is neither the least nor the greatest value. So points that are there already do no harm.
const MOVE_ON = `on conflict (run_id, name) do update set
       value = case when ${order('excluded')} > ${order('m')} then excluded.value else m.value end,
       step = case when ${order('excluded')} > ${order('m')} then excluded.step else m.step end,
       time = case when ${order('excluded')} > ${order('m')} then excluded.time else m.time end,
       first_value = case when ${first('excluded')} < ${first('m')} then excluded.first_value else m.first_value end,
       first_step = case when ${first('excluded')} < ${first('m')} then excluded.first_step else m.first_step end,
       first_time = case when ${first('excluded')} < ${first('m')} then excluded.first_time else m.first_time end,
       min_value = least(m.min_value, excluded.min_value),
       max_value = greatest(m.max_value, excluded.max_value)
     where ${order('excluded')} > ${order('m')} or ${first('excluded')} < ${first('m')}
       or excluded.min_value < coalesce(m.min_value, 'Infinity') or excluded.max_value > coalesce(m.max_value, '-Infinity')
       or (m.min_value is null and excluded.min_value is not null)`;

function order(row: string): string {
  return `(${row}.step, ${row}.time, ${row}.value)`;
}

function first(row: string): string {
  return `(${row}.first_step, ${row}.first_time, ${row}.first_value)`;
}

const COLUMNS = 'run_id, project, name, value, step, time, first_value, first_step, first_time, min_value, max_value';

/** Of metrics with one point each, which is the last, the first and all others. */
const SINGLE = `select $1::uuid, $2, name, value, step, time, value, step, time, nullif(value, 'NaN'), nullif(value, 'NaN') from given`;

const SEVERAL = `select $1::uuid, $2, name, l.value, l.step, l.time, f.value, f.step, f.time, b.min, b.max
     from (select distinct on (name) name, value, step, time from given order by name, step desc, time desc, value desc) l
     join (select distinct on (name) name, value, step, time from given order by name, step, time, value) f using (name)
     join (select name, min(nullif(value, 'NaN')) as min, max(nullif(value, 'NaN')) as max from given group by name) b using (name)`;

// Mostly each call has steps that are new to the run. Then no point is there already, and none is looked for: that is a fifth of the time. Where $7
// asks and a step is not new, nothing is written, and that is told. $10 is the least step, $11 the greatest. Points without a time get the clock after
// the run is locked, so a later call has a later time; and one microsecond more than the point before, so that the last of one call is the latest. A
// step or a time that all have comes once, as $8 and $9, and its array is empty, which unnest fills up: to read 500 times takes PostgreSQL as long as to
// write 50 points. Sorted, they go down the indexes side by side.
const insertStatement = (name: string, summary: string, each: '' | 'distinct') =>
  statement(
    name,
    `with clock as materialized (select clock_timestamp() as now, nextval('metric_call') as call),
   known as materialized (select coalesce(metric_step >= $10::int8, false) as steps from run where id = $1),
   given as materialized (
     select ${each} p.name collate "C" as name, coalesce(p.step, $8::int8) as step,
       coalesce(p.time, $9::timestamptz, clock.now + p.position * interval '1 microsecond') as time, p.value, clock.call
     from unnest($3::text[], $4::int8[], $5::timestamptz[], $6::float8[]) with ordinality as p (name, step, time, value, position)
     cross join clock
     where not ($7 and (select steps from known))
     order by 1
   ),
   new as (
     insert into run_metric_point (run_id, name, step, time, value, call)
     select $1, name, step, time, value, call from given where not (select steps from known)
     returning 1
   ),
   added as (
     insert into run_metric_point (run_id, name, step, time, value, call)
     select $1, name, step, time, value, call from given where (select steps from known)
     on conflict (run_id, name, step, time, value) do nothing
     returning 1
   ),
   summary as (
     insert into run_metric as m (${COLUMNS})
     ${summary}
     ${MOVE_ON}
   ),
   reached as (
     update run set metric_step = $11::int8
     where id = $1 and (metric_step is null or metric_step < $11::int8) and not ($7 and (select steps from known))
   )
   select (select count(*)::int from new) + (select count(*)::int from added) as written, $7 and (select steps from known) as known, (select call from clock)::float8 as call`,
  );

const INSERT_SINGLE = insertStatement('insert_metric_points', SINGLE, '');
const INSERT_SEVERAL = insertStatement('insert_metric_series', SEVERAL, 'distinct');

export interface WrittenPoints {
  /** How many were new. */
  readonly written: number;
  /** The number of the call: whatever the run is given later has a greater one. */
  readonly call: number;
}

/**
 * Adds points to the history of a locked run and moves its last, first, least and greatest values on. With `unlessKnown`,
 * undefined, and nothing is added, where the run has got as far as one of their steps already. Indexes: primary keys.
 */
export async function insertPoints(
  db: Queryable,
  run: { readonly id: string; readonly project: string },
  points: readonly NewPoint[],
  unlessKnown = false,
): Promise<WrittenPoints | undefined> {
  const names = points.map(({ name }) => name);
  const isSingle = new Set(names).size === names.length;
  const steps = points.map(({ step }) => step);
  const step = theOnly(steps);
  const times = points.map(({ time }) => time);
  const time = theOnly(times);
  const [row] = await db.query<WrittenPoints & { known: boolean }>(isSingle ? INSERT_SINGLE : INSERT_SEVERAL, [
    run.id,
    run.project,
    textArray(names),
    step === undefined ? numberArray(steps) : '{}',
    time === undefined ? times : '{}',
    numberArray(points.map(({ value }) => value)),
    unlessKnown,
    step,
    time,
    Math.min(...steps),
    Math.max(...steps),
  ]);
  return row === undefined || row.known ? undefined : row;
}

/** What all items are; undefined where they differ. */
function theOnly<T>(items: readonly T[]): T | undefined {
  const [first] = items;
  return items.every((item) => item === first) ? first : undefined;
}

const NEWEST_VALUES = statement(
  'newest_metric_values',
  `select array(
     select value from run_metric_point where run_id = $1 and name = p.name and step = p.step
     order by time desc, value desc limit p.count
   ) as values
   from unnest($2::text[], $3::int8[], $4::int[]) with ordinality as p (name, step, count, position)
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
