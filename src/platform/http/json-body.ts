import type { FastifyInstance } from 'fastify';
import { parse, stringify } from 'lossless-json';
import { HeadwaterError } from '../errors.js';

/** Only a number that begins with 16 digits can be an integer beyond 2^53, where JSON.parse would round. */
const LONG_INTEGER = /(?:^|[:,[\s-])\d{16}/;

/** Parses JSON; an integer that a JavaScript number can't hold exactly comes out as a bigint. */
export function parseJsonExactly(text: string): unknown {
  return LONG_INTEGER.test(text) ? parse(text, null, { parseNumber: exactNumber }) : JSON.parse(text);
}

/** JSON text of a value that parseJsonExactly may have read: a bigint is a number with all its digits. */
export function stringifyExactly(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

function exactNumber(literal: string): number | bigint {
  const number = Number(literal);
  return /^-?\d+$/.test(literal) && !Number.isSafeInteger(number) ? BigInt(literal) : number;
}

/** Makes every JSON route of `app` read its body with parseJsonExactly. */
export function readJsonBodiesExactly(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJsonExactly(String(body)));
    } catch (error) {
      done(new HeadwaterError('BAD_USER_INPUT', `The body is not JSON: ${(error as Error).message}`));
    }
  });
}
