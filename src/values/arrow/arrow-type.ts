import {
  type DataType as ArrowType,
  Binary,
  Bool,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int64,
  List,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';
import { DataType } from '../data-type.js';

/** Microseconds in UTC, as timestamps are kept. */
export const ARROW_INSTANT = new TimestampMicrosecond('UTC');

/** A few words that stand in every row; what columns of them share is sent once. */
export const ARROW_WORD = new Dictionary(new Utf8(), new Int8(), 0);

/** The Arrow type of a type; JSON is its text. */
export function arrowTypeOf(type: DataType): ArrowType {
  switch (type) {
    case DataType.BOOL:
      return new Bool();
    case DataType.INT64:
      return new Int64();
    case DataType.FLOAT64:
      return new Float64();
    case DataType.STRING:
    case DataType.JSON:
      return new Utf8();
    case DataType.TIMESTAMP:
      return ARROW_INSTANT;
    case DataType.BYTES:
      return new Binary();
    default:
      return new List(new Field('item', arrowTypeOf(elementOf(type)), true));
  }
}

/** The type of the elements of a list. */
export function elementOf(type: DataType): DataType {
  return type.slice(0, -'_LIST'.length) as DataType;
}
