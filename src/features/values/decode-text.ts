import { DataType } from '../../datasets/data-type.js';
import { parseJsonExactly } from '../../platform/http/json-body.js';

/** Reads the text of a cell as the value that the type's encoder takes; text that fits nothing comes back as it is, to be refused there. */
export type TextDecoder = (text: string) => unknown;

const BOOLS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
]);
const INTEGER = /^[+-]?\d+$/;

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
      return decodeJson;
  }
}

/** JavaScript also reads " 1", "0x10" and "Infinity" as numbers: the first character, the second or the last tells them apart. */
function decodeNumber(text: string): unknown {
  const number = Number(text);
  if (Number.isNaN(number)) return text;
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

function decodeInteger(text: string): unknown {
  if (!INTEGER.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function decodeJson(text: string): unknown {
  try {
    return parseJsonExactly(text);
  } catch {
    return undefined;
  }
}
