import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';

const PLAIN = /^[\x20-\x7e]*$/;
const EXTENDED = /^utf-8'[a-z-]*'(.*)$/i;
const CONTROL = /\p{Control}/u;

/**
 * The text of a header, undefined where there is none. Its bytes are UTF-8, which Node reads as Latin-1, or, for clients that can't send
 * those, percent-encoded in the notation of RFC 8187: `UTF-8''%E7%94%9F`. Throws BAD_USER_INPUT for text that is too long, is not UTF-8, or
 * holds control characters.
 */
export function headerText(request: FastifyRequest, name: string, longest: number): string | undefined {
  const value = request.headers[name];
  if (typeof value !== 'string' || value === '') return undefined;
  const text = PLAIN.test(value) ? (readExtended(name, value) ?? value) : decode(name, value);
  if (text.length <= longest) return text;
  throw badInput(`The header ${name} has ${text.length} characters; at most ${longest} are read.`, {
    field: name,
    found: text.length,
    expected: longest,
  });
}

function readExtended(name: string, value: string): string | undefined {
  const encoded = EXTENDED.exec(value)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return refuseControls(name, decodeURIComponent(encoded));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw badInput(`The header ${name} is ${JSON.stringify(value.slice(0, 80))}, which is not percent-encoded UTF-8.`, {
      field: name,
      expected: 'utf-8',
    });
  }
}

function decode(name: string, value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  if (!isUtf8(bytes))
    throw badInput(
      `The header ${name} is not UTF-8; send its bytes as UTF-8, or percent-encode them: UTF-8''caf%C3%A9.`,
      { field: name, expected: 'utf-8' },
    );
  return refuseControls(name, bytes.toString());
}

function refuseControls(name: string, text: string): string {
  if (!CONTROL.test(text)) return text;
  throw badInput(`The header ${name} holds a control character (${JSON.stringify(text.slice(0, 80))}); remove it.`, {
    field: name,
  });
}
