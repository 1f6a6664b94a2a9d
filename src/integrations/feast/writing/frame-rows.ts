import type { Definition } from '../../../features/definitions/references/feature-references.sql.js';
import { didYouMean, nearNames } from '../../../platform/text/did-you-mean.js';
import { plainName } from '../../../platform/text/plain-name.js';
import { rowOfCells } from '../../../tables/table-batch.js';
import { DataType } from '../../../values/data-type.js';
import { cellValue, instantOf } from '../protocol/cell-value.js';
import { refused } from '../protocol/feast-error.js';

/** A table by columns, as clients of Feast send it. */
export type Frame = ReadonlyMap<string, readonly unknown[]>;

/** When a row was computed; when it is known is for the service to say. */
const CREATED: ReadonlySet<string> = new Set(['created', 'created_timestamp']);
const EVENT_TIME = ['event_timestamp', 'event_time'];

/** The columns of a frame that a feature set takes, by the name that they have there, and the one that holds the event times. */
export interface FrameColumns {
  readonly values: ReadonlyMap<string, string>;
  readonly eventTime: string;
}

/** Finds them. The event times stand in `event_timestamp`, or else in the one column that is left. */
export function columnsFor(
  { joinKeys, features, label }: Definition,
  frame: Frame,
  others: ReadonlySet<string>,
): FrameColumns {
  const known = new Set([...joinKeys, ...features].map(({ name }) => name));
  const values = new Map<string, string>();
  const left: string[] = [];
  for (const column of frame.keys()) {
    const name = known.has(column) ? column : plainName(column, 'column');
    if (known.has(name) && !values.has(name)) values.set(name, column);
    else if (!CREATED.has(column) && !others.has(column)) left.push(column);
  }
  const eventTime = EVENT_TIME.find((name) => left.includes(name)) ?? (left.length === 1 ? left[0] : undefined);
  if (eventTime === undefined)
    throw refused(
      `The rows for ${label} have no column event_timestamp; they have ${[...frame.keys()].slice(0, 50).join(', ')}.`,
    );
  const unknown = left.find((column) => column !== eventTime);
  if (unknown !== undefined)
    throw refused(
      `${JSON.stringify(unknown.slice(0, 80))} is no column of ${label}.${didYouMean(nearNames(unknown, known))} Its rows have ${[...known].slice(0, 50).join(', ')} and event_timestamp.`,
    );
  return { values, eventTime };
}

/** The rows of a frame as they are written here. */
export function rowsOf(
  definition: Definition,
  frame: Frame,
  { values, eventTime }: FrameColumns,
): Record<string, unknown>[] {
  const types = new Map([...definition.joinKeys, ...definition.features].map(({ name, type }) => [name, type]));
  const columns = [...values].map(([name, column]) => ({
    name,
    type: types.get(name) ?? DataType.JSON,
    cells: frame.get(column) ?? [],
  }));
  const times = frame.get(eventTime) ?? [];
  const names = [...columns.map(({ name }) => name), 'event_time'];
  return times.map((time, row) =>
    rowOfCells(names, (index) => {
      const column = columns[index];
      return column === undefined ? instantOf(time) : cellValue(column.cells[row], column.type);
    }),
  );
}
