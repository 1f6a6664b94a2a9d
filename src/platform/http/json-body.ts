import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { parse, stringify } from 'lossless-json';
import { badInput, HeadwaterError } from '../errors.js';

/** Only a number that begins with 16 digits can be an integer beyond 2^53, where JSON.parse would round. */
const LONG_INTEGER = /(?:^|[:,[\s-])\d{16}/;
/** Only a number with such an exponent can be beyond what a double holds, where JSON.parse would give infinity. */
const LARGE_EXPONENT = /\d[eE]\+?\d{3}/;
const MAX_NESTING = 500;

/**
 * Parses JSON; an integer that a JavaScript number can't hold exactly comes out as a bigint. Throws BAD_USER_INPUT for a number beyond what a
 * double holds, and for more nesting than could be gone through; SyntaxError for what is not JSON.
 */
export function parseJsonExactly(text: string): unknown {
  refuseDeepNesting(text);
  if (!LONG_INTEGER.test(text) && !LARGE_EXPONENT.test(text)) return JSON.parse(text);
  return parse(text, null, { parseNumber: exactNumber });
}

function refuseDeepNesting(text: string): void {
  if (!hasMoreBrackets(text, MAX_NESTING)) return;
  let depth = 0;
  for (const [bracket] of text.matchAll(STRING_OR_BRACKET)) {
    if (bracket === '[' || bracket === '{') depth++;
    else if (bracket === ']' || bracket === '}') depth--;
    if (depth > MAX_NESTING)
      throw badInput(`The JSON nests more than ${MAX_NESTING} levels deep.`, { expected: MAX_NESTING });
  }
}

const STRING_OR_BRACKET = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;

function hasMoreBrackets(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > most) return true;
  }
  return false;
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

function exactNumber(literal: string): number | bigint {
  const number = Number(literal);
  if (!Number.isFinite(number) && !/^-?\d+$/.test(literal))
    throw badInput(`The number ${literal.slice(0, 40)} is beyond what a double holds, about ±1.8e308.`, {
      found: literal.slice(0, 40),
    });
  const [, whole] = /^(-?\d+)(?:\.0+)?$/.exec(literal) ?? [];
  return whole !== undefined && !Number.isSafeInteger(number) ? BigInt(whole) : number;
}

/** Makes every JSON route of `app` read its body with parseJsonExactly; a body that is no UTF-8 is refused, not mended. */
export function readJsonBodiesExactly(app: FastifyInstance): void {
  // Fastify would take text for any body.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      requireUtf8(request.headers['content-type'] ?? '', body as Buffer);
      done(null, parseJsonExactly(body.toString()));
    } catch (error) {
      if (error instanceof HeadwaterError) done(error);
      else done(badInput(`The body is not JSON: ${(error as Error).message}`));
    }
  });
}

function requireUtf8(contentType: string, body: Buffer): void {
  const [, charset] = /charset="?([^;"\s]+)/i.exec(contentType) ?? [];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset))
    throw badInput(`The charset is ${charset}; JSON is sent as UTF-8.`, { found: charset, expected: 'utf-8' });
  if (!isUtf8(body)) throw badInput('The body is not UTF-8.', { expected: 'utf-8' });
}
