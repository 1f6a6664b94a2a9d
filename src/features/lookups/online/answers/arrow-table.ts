import { type Data, Field, makeData, Utf8, vectorFromArray } from 'apache-arrow';
import { microsecondsOf } from '../../../../platform/time/instant.js';
import { Turns } from '../../../../platform/turns/turns.js';
import { columnOfCells, columnOfDoubles, columnOfInstants } from '../../../../values/arrow/arrow-column.js';
import { ArrowStream } from '../../../../values/arrow/arrow-stream.js';
import { ARROW_INSTANT, ARROW_WORD, arrowTypeOf } from '../../../../values/arrow/arrow-type.js';
import type { LookupColumn } from '../plans/lookup-plan.js';
import { ColumnCells, STATUS_WORDS } from './column-cells.js';
import { type FoundFeatures, timeOf } from './found-features.js';

/** The matrices that have columns here, and what is added to the name of a feature. */
const SUFFIX = { values: '', statuses: '.status', eventTimes: '.eventTime' } as const;
type Part = keyof typeof SUFFIX;
const PARTS = Object.keys(SUFFIX) as Part[];

const DICTIONARY = vectorFromArray([...STATUS_WORDS], new Utf8());

/** A batch ends with the row that takes it past so many values or characters: a column of it is made in one turn of the event loop. */
const BATCH_VALUES = 65_536;
const BATCH_CHARACTERS = 1024 * 1024;

/** A lookup's answer as an Arrow IPC stream: a row per entity, and for each matrix that is asked for a column per feature, one matrix after the other. */
export async function writeArrowTable(found: FoundFeatures): Promise<readonly Buffer[]> {
  const { plan, entityKeys, options, budget } = found;
  const parts = PARTS.filter((part) => options.matrices.has(part));
  const fields = parts.flatMap((part) => plan.columns.map((column) => fieldOf(part, column)));
  const stream = new ArrowStream(fields, metadataOf(found));
  const sets = plan.segments.flatMap(({ set, types }) => types.map(() => set));
  const cells = new ColumnCells(found, true);
  const turns = new Turns();
  const slices: Buffer[] = [];
  const keep = (slice: Buffer) => {
    budget.takeWritten(slice.length);
    slices.push(slice);
  };
  for (let entity = 0; entity < entityKeys.length; entity++) {
    cells.add(entity);
    if (turns.isOver) await turns.next();
    const isFull = cells.size * plan.columns.length >= BATCH_VALUES || cells.characters >= BATCH_CHARACTERS;
    if (!isFull && entity < entityKeys.length - 1) continue;
    const columns: Data[] = [];
    for (const column of columnsOf(parts, cells, plan.columns, sets)) {
      columns.push(column);
      if (turns.isOver) await turns.next();
    }
    keep(stream.batch(columns, cells.size));
    cells.clear();
  }
  keep(stream.end());
  return slices;
}

function fieldOf(part: Part, { ref, type }: LookupColumn): Field {
  const name = `${ref}${SUFFIX[part]}`;
  if (part === 'statuses') return new Field(name, ARROW_WORD, false);
  if (part === 'eventTimes') return new Field(name, ARROW_INSTANT, true);
  return new Field(name, arrowTypeOf(type), true, new Map([['headwater.type', type]]));
}

/** What stands beside the matrices in JSON, under the same names. */
function metadataOf({ plan, readAt, freshAt }: FoundFeatures): ReadonlyMap<string, string> {
  const metadata = new Map([
    ['readAt', readAt],
    ['freshAt', freshAt],
  ]);
  if (plan.deprecationsJson !== undefined) metadata.set('deprecated', plan.deprecationsJson);
  if (plan.service !== undefined) metadata.set('service', plan.service.label);
  if (plan.modelVersion !== undefined) metadata.set('modelVersion', plan.modelVersion.label);
  return metadata;
}

function* columnsOf(
  parts: readonly Part[],
  cells: ColumnCells,
  columns: readonly LookupColumn[],
  sets: readonly number[],
): Generator<Data> {
  for (const part of parts) {
    if (part === 'values')
      for (const [index, { type }] of columns.entries()) {
        const values = cells.values[index] ?? [];
        yield cells.isParsed[index] ? columnOfDoubles(values) : columnOfCells(type, values as string[]);
      }
    if (part === 'statuses') for (const statuses of cells.statuses) yield statusColumn(statuses);
    if (part === 'eventTimes') yield* timeColumns(cells, sets);
  }
}

function statusColumn(statuses: readonly number[]): Data {
  const { length } = statuses;
  return makeData({ type: ARROW_WORD, length, nullCount: 0, data: Int8Array.from(statuses), dictionary: DICTIONARY });
}

/** The features of one set have the same times: they are made once. */
function* timeColumns({ eventTimes }: ColumnCells, sets: readonly number[]): Generator<Data> {
  const made = new Map<number, Data>();
  for (const set of sets) {
    const column = made.get(set) ?? columnOfInstants((eventTimes[set] ?? []).map(microsOf));
    made.set(set, column);
    yield column;
  }
}

function microsOf(time: string | undefined): bigint | undefined {
  return time === undefined ? undefined : microsecondsOf(timeOf(time));
}
