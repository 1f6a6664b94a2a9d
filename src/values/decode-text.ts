import { HeadwaterError } from '../platform/errors.js';
import { parseJsonExactly } from '../platform/http/bodies/json-body.js';
import { DataType } from './data-type.js';

/**
 * Reads the text of a cell as the value that the type's encoder takes; text that fits nothing comes back as it is, to be refused there, or as
 * NotJson where text itself would be a value.
 */
export type TextDecoder = (text: string) => unknown;

/** A cell of a list or of JSON that holds no JSON. */
export class NotJson {
  constructor(
    readonly text: string,
    /** What would be right. */
    readonly expected: string,
  ) {}
}

/** As JSON, Python, R and spreadsheets write them. */
const BOOLS = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
/** As Python and C write them. */
const NON_FINITE = new Map<string, unknown>([
  ['nan', 'NaN'],
  ['inf', 'Infinity'],
  ['-inf', '-Infinity'],
]);
/** pandas makes a column of whole numbers one of doubles when one is missing: 1.0. */
const INTEGER = /^([+-]?\d+)(?:\.0+)?$/;

/** How the cells of a CSV are read: true and false, digits, RFC 3339, base64; lists and JSON as JSON text. */
export function textDecoderOf(type: DataType): TextDecoder {
  switch (type) {
    case DataType.BOOL:
      return (text) => BOOLS.get(text) ?? text;
    case DataType.INT64:
      return decodeInteger;
    case DataType.FLOAT64:
      return decodeNumber;
    case DataType.STRING:
    case DataType.TIMESTAMP:
    case DataType.BYTES:
      return (text) => text;
    default:
      return (text) => decodeJson(text, type);
  }
}

/** JavaScript also reads " 1", "0x10" and "Infinity" as numbers: the first character, the second or the last tells them apart. */
function decodeNumber(text: string): unknown {
  const number = Number(text);
  if (Number.isNaN(number)) return NON_FINITE.get(text) ?? text;
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const begins = isDigit(first) || first === MINUS || first === PLUS || first === POINT;
  const second = text.charCodeAt(1);
  return begins && (isDigit(last) || last === POINT) && !(second > NINE && second !== LOWER_E && second !== UPPER_E)
    ? number
    : text;
}

const isDigit = (code: number) => code >= ZERO && code <= NINE;
const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Digits: 2^63 has 19; making a bigint of a million takes minutes. */
const MAX_DIGITS = 40;

function decodeInteger(text: string): unknown {
  const [, digits] = text.length > MAX_DIGITS ? [] : (INTEGER.exec(text) ?? []);
  if (digits === undefined) return text;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

function decodeJson(text: string, type: DataType): unknown {
  try {
    return parseJsonExactly(text);
  } catch (error) {
    const what = type.endsWith('_LIST')
      ? 'a list as JSON, such as [1, 2] or ["a", "b"]'
      : 'JSON, such as {"a": 1} or "a"';
    if (error instanceof HeadwaterError) return new NotJson(text, `${what}: ${error.message}`);
    return new NotJson(
      text,
      `${what}${looksLikePython(text) ? "; json.dumps writes it, where Python's str does not" : ''}`,
    );
  }
}

const looksLikePython = (text: string) => /^[[{(].*('|None|True|False|nan)/s.test(text.slice(0, 1000));
