import { nameSql } from '../../tables/quote-sql.js';
import type { WindowPlan } from '../window-plan.js';

/** From and to in microseconds since 1970; what lies at `after` is not in it. */
export interface Span {
  readonly after: number;
  readonly until: number;
}

/** The part of the windows that is computed: those that end in `ends`, and those of keys that begin or stop otherwise. */
export interface WindowPart {
  readonly ends: readonly Span[];
  /** Events at these times may be others than before: from `after` on, up to before `until`. */
  readonly changed: readonly Span[];
}

/** A moment without zone, in UTC, as SQL. */
export const instantSql = (microseconds: number): string => `make_timestamp(${Math.round(microseconds)})`;

/**
 * The rows of `source` that can be counted: those that have keys and times.
 *
 *     airport  _time  _known            _value1, …
 *     SEA      10:10  11:40 (landed)    25 (its delay)
 */
export function eventsSql({ keys, time, availableAt, values }: WindowPlan): string {
  const columns = [
    ...keys.map(({ name, sql }) => `${sql} as ${nameSql(name)}`),
    `${time} as _time`,
    ...(availableAt === undefined ? [] : [`${availableAt} as _known`]),
    ...values.map((sql, index) => `${sql} as _value${index + 1}`),
  ];
  const needed = [...keys.map(({ name }) => nameSql(name)), '_time', ...(availableAt === undefined ? [] : ['_known'])];
  return `select * from (
    select ${columns.join(',\n           ')}
    from source
  )
  where ${needed.map((name) => `${name} is not null`).join(' and ')}`;
}

/**
 * The rows of a feature set, with a window of 3 hours every hour:
 *
 *     SEA 10:10 25  →  event   counts at 11:00, 12:00, 13:00 (at 12:00 and 13:00 where it was known at 11:40)
 *                      blank   11:00 … 14:00: from the first event on until a window after the last is empty
 *                      rows    SEA 11:00 count 1 mean 25 … SEA 14:00 count 0 mean null
 *
 * A window that ends at t holds what happened from t - window on, before t. No window ends after the variable `until`.
 */
export function windowsSql(plan: WindowPlan, part?: WindowPart): string {
  const { aggregates, values } = plan;
  const keys = plan.keys.map(({ name }) => nameSql(name)).join(', ');
  const features = aggregates.map(({ name, value, of }) => {
    const column = value === undefined ? '' : `_value${values.indexOf(value) + 1}`;
    return `${of(column)} as ${nameSql(name)}`;
  });
  const { every, window, next } = gridOf(plan);
  const first =
    plan.availableAt === undefined
      ? next('_time')
      : `greatest(${next('_time')}, ${next('_known - to_microseconds(1)')})`;
  return `with event as (
  ${eventsSql(plan)}
), span as (
  select ${keys}, min(_time) as _first, max(_time) as _last${part ? `, ${settledSql(part)}` : ''}
  from event group by ${keys}
), counted as (
  select *, true as _counted,
         unnest(generate_series(${first}, least(${next(`_time + ${window}`)} - ${every}, getvariable('until')), ${every})) as event_time
  from event${part ? ` where ${nearSql(plan, part)}` : ''}
), blank as (
  select *, unnest(generate_series(${next('_first')}, least(${next(`_last + ${window}`)}, getvariable('until')), ${every})) as event_time
  from span
)
select ${keys}, event_time at time zone 'UTC' as event_time,
       ${features.join(',\n       ')}
from (
  select ${keys}, ${['event_time', '_counted', '_time', ...values.map((_, index) => `_value${index + 1}`)].join(', ')} from counted${part ? ` where ${endsSql(part)}` : ''}
  union all by name
  select ${keys}, event_time from blank${part ? ` where ${endsSql(part)} or ${openSql(plan)}` : ''}
)
group by ${keys}, event_time
order by event_time, ${keys}`;
}

export function gridOf({ everySeconds, windowSeconds }: WindowPlan) {
  const every = `to_seconds(${everySeconds})`;
  return {
    every,
    window: `to_seconds(${windowSeconds})`,
    /** The first end of a window after a time. */
    next: (time: string) => `time_bucket(${every}, ${time}, timestamp '1970-01-01') + ${every}`,
  };
}

/** Until when, and from when on, a key has events that are as they were. */
function settledSql({ changed }: WindowPart): string {
  const isChanged = anyOf(
    changed,
    ({ after, until }) => `_time >= ${instantSql(after)} and _time < ${instantSql(until)}`,
  );
  return `bool_or(${isChanged}) as _changed, min(_time) filter (where not ${isChanged}) as _from, max(_time) filter (where not ${isChanged}) as _to`;
}

/** Windows without events that lie between those that are as they were and the others of the key. */
function openSql(plan: WindowPlan): string {
  const { window, next } = gridOf(plan);
  return `(_changed and (_from is null or event_time <= _from or event_time > ${next(`_to + ${window}`)}))`;
}

function endsSql({ ends }: WindowPart): string {
  return anyOf(ends, ({ after, until }) => `event_time > ${instantSql(after)} and event_time <= ${instantSql(until)}`);
}

/** The events that windows with such an end can hold. */
function nearSql({ windowSeconds }: WindowPlan, { ends }: WindowPart): string {
  return anyOf(
    ends,
    ({ after, until }) => `_time >= ${instantSql(after - windowSeconds * 1e6)} and _time < ${instantSql(until)}`,
  );
}

function anyOf(spans: readonly Span[], sql: (span: Span) => string): string {
  return spans.length === 0 ? 'false' : `(${spans.map((span) => `(${sql(span)})`).join(' or ')})`;
}
