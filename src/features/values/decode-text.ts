import { DataType } from '../../datasets/data-type.js';
import { parseJsonExactly } from '../../platform/http/json-body.js';

/** Reads the text of a cell as the value that the type's encoder takes; text that fits nothing comes back as it is, to be refused there. */
export type TextDecoder = (text: string) => unknown;

const BOOLS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
]);
const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** How the cells of a CSV are read: true and false, digits, RFC 3339, base64; lists and JSON as JSON text. */
export function textDecoderOf(type: DataType): TextDecoder {
  switch (type) {
    case DataType.BOOL:
      return (text) => BOOLS.get(text) ?? text;
    case DataType.INT64:
      return decodeInteger;
    case DataType.FLOAT64:
      return (text) => (NUMBER.test(text) ? Number(text) : text);
    case DataType.STRING:
    case DataType.TIMESTAMP:
    case DataType.BYTES:
      return (text) => text;
    default:
      return decodeJson;
  }
}

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
