import { stringify } from 'lossless-json';
import { parseNumbersExactly } from './exact-json-parser.js';
import { refuseLaboriousJson } from './laborious-json.js';

/** Only a number that begins with 16 digits can be an integer beyond 2^53, where JSON.parse would round. */
const LONG_INTEGER = /(?:^|[:,[\s-])\d{16}/;
/** Only a number with such an exponent can be beyond what a double holds, where JSON.parse would give infinity. */
const LARGE_EXPONENT = /\d[eE]\+?\d{3}/;
/** How deep the JSON of a request may nest. */
export const MAX_NESTING = 500;

/**
 * Parses JSON in time linear in its length; an integer that a JavaScript number can't hold exactly comes out as a bigint. Throws BAD_USER_INPUT
 * for a number beyond what a double holds, for more nesting than could be gone through and for too many names; SyntaxError for what is not JSON.
 */
export function parseJsonExactly(text: string, deepest = MAX_NESTING): unknown {
  refuseLaboriousJson(text, deepest);
  return parse(text, deepest);
}

/** parseJsonExactly of what was stored: an earlier release may have let in more names. */
export function parseStoredJson(text: string): unknown {
  return parse(text, MAX_NESTING);
}

function parse(text: string, deepest: number): unknown {
  if (LONG_INTEGER.test(text) || LARGE_EXPONENT.test(text)) {
    const parsed = parseNumbersExactly(text, deepest);
    if (parsed !== undefined) return parsed.value;
  }
  // It also says best what is wrong with text that is not JSON.
  return JSON.parse(text);
}

/** JSON text of a value: a bigint is a number with all its digits; what JSON has no number for is "NaN", "Infinity", "-Infinity"; bytes are
 * base64 text. */
export function stringifyExactly(value: unknown): string {
  const text = stringify(value, (_key, part) => printable(part));
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

function printable(part: unknown): unknown {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64');
  return typeof part === 'number' && !Number.isFinite(part) ? String(part) : part;
}
