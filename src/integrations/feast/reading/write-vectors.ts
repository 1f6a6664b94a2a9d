import { ColumnCells } from '../../../features/lookups/online/answers/column-cells.js';
import { type FoundFeatures, timeOf } from '../../../features/lookups/online/answers/found-features.js';
import { type JsonText, joinJson } from '../../../platform/memory/json-text.js';
import { Turns } from '../../../platform/turns/turns.js';
import { DataType } from '../../../values/data-type.js';
import { splitJsonArray } from '../../../values/split-json-array.js';
import type { KeyColumn } from './entity-columns.js';

const NO_TIME = '"1970-01-01T00:00:00Z"';
/** In the order of STATUS_WORDS. Feast's own store calls a null that was written PRESENT. */
const STATUSES = ['"PRESENT"', '"PRESENT"', '"NOT_FOUND"', '"OUTSIDE_MAX_AGE"'] as const;
/** As the protocol and Feast's Java server have it. */
const STATUSES_OF_NULLS = ['"PRESENT"', '"NULL_VALUE"', '"NOT_FOUND"', '"OUTSIDE_MAX_AGE"'] as const;
/** Longer answers are kept as bytes, outside of the heap. */
const LONG = 65_536;
const WHOLE = /^-?\d+$/;

export interface VectorOptions {
  readonly keys: readonly KeyColumn[];
  readonly names: readonly string[];
  /** Whether null is told from other values. */
  readonly nullStatus: boolean;
}

/** An answer of `get-online-features`: a list of values, statuses and event times for each join key, then for each feature. */
export async function writeVectors(
  found: FoundFeatures,
  { keys, names, nullStatus }: VectorOptions,
): Promise<JsonText> {
  const { plan, entityKeys, budget } = found;
  const count = entityKeys.length;
  const cells = new ColumnCells(found, false);
  const turns = new Turns();
  for (let entity = 0; entity < count; entity++) {
    cells.add(entity);
    if (turns.isOver) await turns.next();
  }
  const words = nullStatus ? STATUSES_OF_NULLS : STATUSES;
  const present = repeated('"PRESENT"', count);
  const noTimes = repeated(NO_TIME, count);
  const times = cells.eventTimes.map((column) => column.map(timeText).join(','));
  const sets = plan.segments.flatMap(({ set, types }) => types.map(() => set));
  const parts: JsonText[] = [
    `{"metadata":{"feature_names":${JSON.stringify([...keys.map(({ name }) => name), ...names])}${aboutOf(found)}},"results":[`,
  ];
  const add = (values: string, statuses: string, eventTimes: string) => {
    const text = `${parts.length > 1 ? ',' : ''}{"values":[${values}],"statuses":[${statuses}],"event_timestamps":[${eventTimes}]}`;
    budget.takeWritten(text.length);
    parts.push(text.length > LONG ? [Buffer.from(text)] : text);
  };
  for (const { values } of keys) add(values.join(','), present, noTimes);
  for (const [index, { type }] of plan.columns.entries()) {
    const statuses = cells.statuses[index] ?? [];
    const set = sets[index] ?? 0;
    add(
      valueTexts(type, (cells.values[index] ?? []) as string[]),
      statuses.every((status) => status === 0) ? present : statuses.map((status) => words[status]).join(','),
      // What came with the request has none.
      set === plan.sets.length ? noTimes : (times[set] ?? noTimes),
    );
    if (turns.isOver) await turns.next();
  }
  parts.push(']}');
  return joinJson(parts);
}

/** What Feast has no word for, and its clients ignore. */
function aboutOf({ plan, readAt, freshAt }: FoundFeatures): string {
  const about = { readAt, freshAt, modelVersion: plan.modelVersion?.label, service: plan.service?.label };
  return `,"headwater":${JSON.stringify(about)}`;
}

function repeated(text: string, times: number): string {
  return times === 0 ? '' : `${`${text},`.repeat(times - 1)}${text}`;
}

/** Whole seconds, as Feast gives event times, whatever it has stored. */
function timeText(time: string | undefined): string {
  return time === undefined ? NO_TIME : `"${timeOf(time).slice(0, 19)}Z"`;
}

/** The values of a column as Feast's server writes them. */
function valueTexts(type: DataType, cells: readonly string[]): string {
  switch (type) {
    case DataType.FLOAT64:
      return cells.map(doubleText).join(',');
    case DataType.TIMESTAMP:
      return cells.map(secondsText).join(',');
    case DataType.FLOAT64_LIST:
      return cells.map((cell) => listText(cell, doubleText)).join(',');
    case DataType.TIMESTAMP_LIST:
      return cells.map((cell) => listText(cell, secondsText)).join(',');
    default:
      return type.endsWith('_LIST') ? cells.map((cell) => listText(cell)).join(',') : cells.join(',');
  }
}

/** Its client can't tell of an empty list of what it is, and fails for the whole answer: null is all that it reads. */
function listText(cell: string, textOf?: (element: string) => string): string {
  if (cell === 'null' || cell === '[]') return 'null';
  return textOf === undefined ? cell : `[${splitJsonArray(cell).map(textOf).join(',')}]`;
}

/** Its client takes a number without a point for an integer. */
function doubleText(cell: string): string {
  return WHOLE.test(cell) ? `${cell}.0` : cell;
}

/** Whole seconds, as Feast keeps times. */
function secondsText(cell: string): string {
  return cell === 'null' ? cell : String(Math.floor(Date.parse(cell.slice(1, -1)) / 1000));
}
