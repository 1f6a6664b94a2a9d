import {
  Binary,
  Bool,
  type Data,
  Field,
  Float64,
  Int64,
  List,
  makeData,
  type TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import { microsecondsOf } from '../../platform/time/instant.js';
import { DataType } from '../data-type.js';
import { splitJsonArray } from '../split-json-array.js';
import { ARROW_INSTANT, arrowTypeOf, elementOf } from './arrow-type.js';

/** Which cells of a column have a value, as Arrow takes it. */
interface Validity {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array;
}

/** The column of a type whose cells are these texts of JSON, `null` included, as values are stored. */
export function columnOfCells(type: DataType, cells: readonly string[]): Data {
  if (type === DataType.FLOAT64) return columnOfDoubles(cells.map(doubleOf));
  const validity = validityOf(cells, (cell) => cell !== 'null');
  switch (type) {
    case DataType.BOOL:
      return makeData({ type: new Bool(), ...validity, data: bitsOf(cells, (cell) => cell === 'true') });
    case DataType.INT64:
      return makeData({ type: new Int64(), ...validity, data: BigInt64Array.from(cells, integerOf) });
    case DataType.TIMESTAMP:
      return instantColumn(validity, BigInt64Array.from(cells, microsOf));
    case DataType.STRING:
      return textColumn(validity, cells.map(textOf));
    case DataType.JSON:
      return textColumn(validity, cells);
    case DataType.BYTES:
      return bytesColumn(validity, cells);
    default:
      return listColumn(type, validity, cells);
  }
}

/** A FLOAT64 column of values as JSON has them, parsed: NaN and the infinities as text. By loops alone, for there may be half a million. */
export function columnOfDoubles(values: readonly unknown[]): Data {
  const { length } = values;
  const data = new Float64Array(length);
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  for (let index = 0; index < length; index++) {
    const value = values[index];
    if (value === null) {
      nullCount++;
      continue;
    }
    data[index] = Number(value);
    nullBitmap[index >> 3] = (nullBitmap[index >> 3] as number) | (1 << (index & 7));
  }
  return makeData({ type: new Float64(), length, nullCount, nullBitmap, data });
}

/** A column of times, in microseconds since 1970; null where `micros` has none. */
export function columnOfInstants(micros: readonly (bigint | undefined)[]): Data {
  const validity = validityOf(micros, (each) => each !== undefined);
  return instantColumn(
    validity,
    BigInt64Array.from(micros, (each) => each ?? 0n),
  );
}

function instantColumn(validity: Validity, data: BigInt64Array): Data {
  return makeData({ type: ARROW_INSTANT as TimestampMicrosecond, ...validity, data });
}

function textColumn(validity: Validity, texts: readonly string[]): Data {
  const valueOffsets = offsetsOf(texts, (text) => Buffer.byteLength(text));
  // Values are well-formed Unicode, so that no character is made of the end of one and the beginning of the next.
  return makeData({ type: new Utf8(), ...validity, valueOffsets, data: Buffer.from(texts.join('')) });
}

function bytesColumn(validity: Validity, cells: readonly string[]): Data {
  const parts = cells.map((cell) => (cell === 'null' ? Buffer.alloc(0) : Buffer.from(cell.slice(1, -1), 'base64')));
  const valueOffsets = offsetsOf(parts, ({ length }) => length);
  return makeData({ type: new Binary(), ...validity, valueOffsets, data: Buffer.concat(parts) });
}

function listColumn(type: DataType, validity: Validity, cells: readonly string[]): Data {
  const lists = cells.map((cell) => (cell === 'null' ? [] : splitJsonArray(cell)));
  const element = elementOf(type);
  return makeData({
    type: new List(new Field('item', arrowTypeOf(element), true)),
    ...validity,
    valueOffsets: offsetsOf(lists, ({ length }) => length),
    child: columnOfCells(element, lists.flat()),
  });
}

function validityOf<T>(cells: readonly T[], isValue: (cell: T) => boolean): Validity {
  const nullBitmap = bitsOf(cells, isValue);
  let nullCount = 0;
  for (let index = 0; index < cells.length; index++) if (!isValue(cells[index] as T)) nullCount++;
  return { length: cells.length, nullCount, nullBitmap };
}

/** One bit per item, the first of eight the lowest. */
function bitsOf<T>(items: readonly T[], isSet: (item: T) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(items.length / 8));
  for (let index = 0; index < items.length; index++)
    if (isSet(items[index] as T)) bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7));
  return bits;
}

/** Where each item begins, and the last one ends. */
function offsetsOf<T>(items: readonly T[], sizeOf: (item: T) => number): Int32Array {
  const offsets = new Int32Array(items.length + 1);
  let end = 0;
  for (const [index, item] of items.entries()) {
    end += sizeOf(item);
    offsets[index + 1] = end;
  }
  return offsets;
}

const integerOf = (cell: string) => (cell === 'null' ? 0n : BigInt(cell));
const microsOf = (cell: string) => (cell === 'null' ? 0n : microsecondsOf(cell.slice(1, -1)));

/** NaN and the infinities stand as text. */
function doubleOf(cell: string): number | null {
  if (cell === 'null') return null;
  return Number(cell.startsWith('"') ? cell.slice(1, -1) : cell);
}

function textOf(cell: string): string {
  if (cell === 'null') return '';
  return cell.includes('\\') ? JSON.parse(cell) : cell.slice(1, -1);
}
