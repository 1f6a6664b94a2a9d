import { parseNumbersExactly } from './exact-json-parser.js';
import { refuseLaboriousJson } from './laborious-json.js';

/** Only a number that begins with 16 digits can be an integer beyond 2^53, where JSON.parse would round. */
const LONG_INTEGER = /(?:^|[:,[\s-])\d{16}/;
/** Only a number with such an exponent can be beyond what a double holds, where JSON.parse would give infinity. An id in hexadecimal digits is none. */
const LARGE_EXPONENT = /(?:^|[:,[\s-])\d+(?:\.\d+)?[eE]\+?\d{3}/;
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
  const text = write(value);
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

function write(value: unknown): string | undefined {
  if (isPlain(value)) return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(String(value));
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if ('toJSON' in value) return JSON.stringify(value);
  // Nearly all that is long is a list of plain values, which JSON.stringify writes fifty times as fast.
  if (Array.isArray(value))
    return value.every(isPlain) ? JSON.stringify(value) : `[${value.map((item) => write(item) ?? 'null').join(',')}]`;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const text = write(field);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${fields.join(',')}}`;
}

/** Whether JSON has the value itself. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint');
}
