import { badInput } from '../platform/errors.js';
import type { Moment } from './grammar/moment.js';
import type { WindowedFeature } from './grammar/windowed-feature.js';
import { type Aggregate, aggregateOf } from './sql/aggregate.sql.js';
import { momentSql } from './sql/moment.sql.js';
import { columnSql, requireColumn, type WindowSource } from './sql/source-column.js';

/** What is asked for. */
export interface WindowRequest {
  /** Join keys, and the columns that hold them. */
  readonly keys: readonly { readonly joinKey: string; readonly column: string; readonly type: string }[];
  readonly time: Moment;
  readonly availableAt: Moment | undefined;
  readonly features: readonly WindowedFeature[];
  readonly windowSeconds: number;
  readonly everySeconds: number;
}

/** The same checked against the columns of a file, as pieces of SQL. */
export interface WindowPlan {
  readonly keys: readonly { readonly name: string; readonly sql: string }[];
  readonly time: string;
  readonly availableAt: string | undefined;
  /** The different values that features aggregate, each computed once per row. */
  readonly values: readonly string[];
  readonly aggregates: readonly Aggregate[];
  readonly windowSeconds: number;
  readonly everySeconds: number;
  /** Which columns each feature is computed from. */
  readonly lineage: ReadonlyMap<string, readonly string[]>;
}

/** Each row is counted once per window that it is in. */
const MOST_WINDOWS = 10_000;

/** Throws BAD_USER_INPUT where a column is missing or its type doesn't fit. */
export function planWindows(source: WindowSource, request: WindowRequest): WindowPlan {
  const { windowSeconds, everySeconds } = request;
  if (windowSeconds / everySeconds > MOST_WINDOWS)
    throw badInput(
      `Each row would be in ${Math.ceil(windowSeconds / everySeconds).toLocaleString('en')} windows, at most ${MOST_WINDOWS.toLocaleString('en')} are computed; take a shorter --window or a longer --every.`,
      {},
    );
  const keys = request.keys.map((key) => keyOf(source, key));
  const time = momentSql(source, request.time);
  const availableAt = request.availableAt && momentSql(source, request.availableAt);
  const aggregates = request.features.map((feature) => aggregateOf(source, feature));
  const always = [...request.keys.map(({ column }) => column), ...time.columns, ...(availableAt?.columns ?? [])];
  return {
    keys: keys.map(({ name, sql }) => ({ name, sql })),
    time: time.sql,
    availableAt: availableAt?.sql,
    values: [...new Set(aggregates.flatMap(({ value }) => value ?? []))],
    aggregates,
    windowSeconds,
    everySeconds,
    lineage: new Map(aggregates.map(({ name, columns }) => [name, [...new Set([...always, ...columns])]])),
  };
}

function keyOf(source: WindowSource, { joinKey, column: name, type }: WindowRequest['keys'][number]) {
  const column = requireColumn(source, name);
  const sql = columnSql(source, column);
  // Only what is written so was taken for a number, or for true or false.
  if (type === 'STRING' && column.isText === true && (column.type === 'INT64' || column.type === 'BOOL'))
    return { name: joinKey, sql: `(${sql})::varchar` };
  if (column.type !== type)
    throw badInput(
      `The column ${JSON.stringify(name)} holds ${column.nativeType}; the join key "${joinKey}" is ${type}.`,
      { expected: type, found: column.nativeType },
    );
  // What is written is a moment; without a zone it would be refused.
  return { name: joinKey, sql: type === 'TIMESTAMP' ? `(${sql}) at time zone 'UTC'` : sql };
}
