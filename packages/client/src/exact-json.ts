import { parse, stringify } from 'lossless-json';

/** Only a number that begins with 16 digits can be an integer beyond 2^53, where JSON.parse would round. */
const LONG_INTEGER = /(?:^|[:,[\s-])\d{16}/;

/** JSON, with integers that a number can't hold exactly as bigints. */
export function parseExactly(text: string): unknown {
  return LONG_INTEGER.test(text) ? parse(text, undefined, { parseNumber: exactNumber }) : JSON.parse(text);
}

/** JSON text in which a bigint is a number with all of its digits; `replace` as JSON.stringify has it. */
export function stringifyExactly(value: unknown, replace?: (key: string, value: unknown) => unknown): string {
  const text = stringify(value, replace);
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

function exactNumber(digits: string): number | bigint {
  const number = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
}
