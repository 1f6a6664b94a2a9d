import { DataType } from './data-type.js';

/** Whether a value is of a type, and written by JSON.stringify as the encoder of that type writes it. */
export type PlainTest = (value: unknown) => boolean;

/** The test for values of a type; undefined where JSON.stringify writes none of them for certain. A list of plain values takes it one call. */
export function plainTestOf(type: DataType): PlainTest | undefined {
  switch (type) {
    case DataType.BOOL:
      return (value) => typeof value === 'boolean' || value === null;
    case DataType.INT64:
      return (value) => (typeof value === 'number' ? Number.isSafeInteger(value) : value === null);
    case DataType.FLOAT64:
      return isPlainDouble;
    case DataType.STRING:
      return (value) =>
        typeof value === 'string' ? value.isWellFormed() && !value.includes('\u0000') : value === null;
    default:
      return undefined;
  }
}

/** All but the one zero that JSON.stringify takes the sign of. */
function isPlainDouble(value: unknown): boolean {
  if (typeof value !== 'number') return value === null;
  return Number.isFinite(value) && (value !== 0 || Object.is(value, 0));
}
