import { nameSql } from '../../tables/quote-sql.js';
import type { WindowPlan } from '../window-plan.js';
import { eventsSql, gridOf } from './window.sql.js';

/** One row: events, keys, the first and the last event in microseconds, the rows that there will be, those of the file, and which DuckDB it is. */
export function factsSql(plan: WindowPlan): string {
  const keys = plan.keys.map(({ name }) => nameSql(name)).join(', ');
  const { every, window, next } = gridOf(plan);
  const last = `least(${next(`_last + ${window}`)}, getvariable('until'))`;
  return `with event as (
  ${eventsSql(plan)}
), span as (
  select ${keys}, count(*) as _count, min(_time) as _first, max(_time) as _last from event group by ${keys}
)
select coalesce(sum(_count), 0), count(*), epoch_us(min(_first)), epoch_us(max(_last)),
       coalesce(sum(greatest(0, 1 + (epoch_us(${last}) - epoch_us(${next('_first')})) // epoch_us(${every}))), 0),
       (select count(*) from source), version()
from span`;
}

/** One row per period that has events: its begin in microseconds, and what tells whether its events are the same. */
export function fingerprintSql(plan: WindowPlan, periodSeconds: number): string {
  const columns = [
    ...plan.keys.map(({ name }) => nameSql(name)),
    '_time',
    ...(plan.availableAt === undefined ? [] : ['_known']),
    ...plan.values.map((_, index) => `_value${index + 1}`),
  ];
  return `select epoch_us(time_bucket(to_seconds(${periodSeconds}), _time, timestamp '1970-01-01')) as period,
       sum(hash(${columns.join(', ')}))::varchar
from (${eventsSql(plan)}) as event
group by period order by period`;
}
