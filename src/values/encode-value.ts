import { expectedInstant, parseInstant } from '../platform/time/instant.js';
import { DataType } from './data-type.js';

/** Why a value does not fit its declared type. */
export interface Misfit {
  /** What would be right. */
  readonly expected: string;
}

/** A value as canonical JSON text (`null` included), or why it does not fit. Equal values give equal text. */
export type Encoder = (value: unknown) => string | Misfit;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const NON_FINITE = new Set(['NaN', 'Infinity', '-Infinity']);

/** The encoder of a type. `allowNonFinite` is for FLOAT64 and FLOAT64_LIST. */
export function encoderOf(type: DataType, allowNonFinite = false): Encoder {
  const encode = type.endsWith('_LIST')
    ? encodeList(scalarEncoder(type.slice(0, -'_LIST'.length) as DataType, allowNonFinite), type)
    : scalarEncoder(type, allowNonFinite);
  return (value) => (value === null ? 'null' : encode(value));
}

function scalarEncoder(type: DataType, allowNonFinite: boolean): Encoder {
  switch (type) {
    case DataType.BOOL:
      return (value) => (typeof value === 'boolean' ? String(value) : { expected: 'true or false' });
    case DataType.INT64:
      return encodeInt64;
    case DataType.FLOAT64:
      return allowNonFinite ? encodeAnyFloat64 : encodeFloat64;
    case DataType.STRING:
      return encodeString;
    case DataType.TIMESTAMP:
      return encodeTimestamp;
    case DataType.BYTES:
      return encodeBytes;
    default:
      return encodeJson;
  }
}

function encodeInt64(value: unknown): string | Misfit {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  if (typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX) return value.toString();
  return { expected: 'a whole number from -2^63 to 2^63-1' };
}

function encodeFloat64(value: unknown): string | Misfit {
  if (typeof value === 'number' && Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  // An integer literal beyond 2^53 is a double like any other.
  if (typeof value === 'bigint' && Number.isFinite(Number(value))) return String(Number(value));
  return { expected: 'a finite number' };
}

function encodeAnyFloat64(value: unknown): string | Misfit {
  if (typeof value === 'string' && NON_FINITE.has(value)) return `"${value}"`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `"${value}"`;
  const encoded = encodeFloat64(value);
  return typeof encoded === 'string' ? encoded : { expected: 'a number, "NaN", "Infinity" or "-Infinity"' };
}

function encodeString(value: unknown): string | Misfit {
  if (typeof value !== 'string') return { expected: 'a string' };
  // PostgreSQL text has no place for U+0000, and a lone surrogate is not Unicode.
  if (value.includes('\u0000')) return { expected: 'a string without the character U+0000' };
  return value.isWellFormed() ? JSON.stringify(value) : { expected: 'well-formed Unicode, without lone surrogates' };
}

function encodeTimestamp(value: unknown): string | Misfit {
  const parsed = parseInstant(value);
  return parsed.ok ? `"${parsed.value}"` : { expected: expectedInstant(parsed.why) };
}

/** Bytes, or base64 of any padding, as the one base64 text that stands for them. */
export function encodeBytes(value: unknown): string | Misfit {
  // From a file that has a type for bytes.
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  const fits = typeof value === 'string' && BASE64.test(value);
  // Decoding and encoding again clears padding bits that two texts of the same bytes may differ in.
  return fits ? `"${Buffer.from(value, 'base64').toString('base64')}"` : { expected: 'base64 text' };
}

/** By hand, for JSON.stringify has no way to write a bigint as a number. Two objects that differ only in the order of their keys give equal text. */
function encodeJson(value: unknown): string | Misfit {
  return jsonText(value) ?? { expected: 'a JSON value of finite numbers and well-formed Unicode, without U+0000' };
}

/** Undefined for what can't be kept. */
function jsonText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return isStorable(value) ? JSON.stringify(value) : undefined;
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : undefined;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Uint8Array) return encodeBytes(value) as string;
      return Array.isArray(value) ? jsonArray(value) : jsonObject(value);
    default:
      return undefined;
  }
}

function jsonArray(items: readonly unknown[]): string | undefined {
  const texts: string[] = [];
  for (const item of items) {
    const text = jsonText(item);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return `[${texts.join(',')}]`;
}

function jsonObject(value: object): string | undefined {
  const texts: string[] = [];
  // Sorted, but with whole numbers first, as objects have their keys: so it is stored since the beginning.
  const sorted = Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  for (const [name, part] of Object.entries(sorted)) {
    const text = isStorable(name) ? jsonText(part) : undefined;
    if (text === undefined) return undefined;
    texts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${texts.join(',')}}`;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function encodeList(encode: Encoder, type: DataType): Encoder {
  return (value) => {
    if (!Array.isArray(value)) return { expected: `a list (${type})` };
    const parts: string[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) {
      const encoded = value[index] === null ? { expected: 'no null in a list' } : encode(value[index]);
      if (typeof encoded !== 'string') return { expected: `${encoded.expected} at place ${index} of the list` };
      parts[index] = encoded;
    }
    return `[${parts.join(',')}]`;
  };
}
