import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { badInput } from '../errors.js';

const PLAIN = /^[\x20-\x7e]*$/;
const CONTROL = /\p{Control}/u;

/**
 * The text of a header, undefined where there is none. Its bytes are UTF-8, which Node reads as Latin-1. Throws BAD_USER_INPUT for text that
 * is too long, is not UTF-8, or holds control characters.
 */
export function headerText(request: FastifyRequest, name: string, longest: number): string | undefined {
  const value = request.headers[name];
  if (typeof value !== 'string' || value === '') return undefined;
  const text = PLAIN.test(value) ? value : decode(name, value);
  if (text.length <= longest) return text;
  throw badInput(`The header ${name} has ${text.length} characters; at most ${longest} are read.`, {
    field: name,
    found: text.length,
    expected: longest,
  });
}

function decode(name: string, value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  if (!isUtf8(bytes))
    throw badInput(`The header ${name} is not UTF-8; send its bytes as UTF-8.`, { field: name, expected: 'utf-8' });
  const text = bytes.toString();
  if (!CONTROL.test(text)) return text;
  throw badInput(`The header ${name} holds a control character (${JSON.stringify(text.slice(0, 80))}); remove it.`, {
    field: name,
  });
}

/** The value of a header that sends `text` as UTF-8. */
export function headerValue(text: string): string {
  return Buffer.from(text).toString('latin1');
}
