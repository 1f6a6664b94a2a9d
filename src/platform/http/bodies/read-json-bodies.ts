import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { badInput, HeadwaterError } from '../../errors.js';
import { checkTexts } from '../../text/check-text.js';
import { TurnQueue } from '../../turns/turn-queue.js';
import { refuseOtherCharset } from '../requests/refuse-charset.js';
import { parseJsonExactly } from './json-body.js';

/** Bytes. Smaller bodies are read as they come. */
const SMALL = 65_536;

/** How JSON writes what PostgreSQL can't hold: U+0000, and surrogates, which may be halves. UTF-8 itself has neither half. */
const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Makes every JSON route of `app` read its body with parseJsonExactly. A body that is no UTF-8, or that holds text which can't be stored as it is, is
 * refused, not mended: this is where every text of a request passes.
 */
export function readJsonBodiesExactly(app: FastifyInstance, { keepBytes }: { readonly keepBytes: boolean }): void {
  if (keepBytes) app.decorateRequest('bodyBytes', null);
  // Fastify would take text for any body.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  // Large bodies may come to their end by the dozen at one moment.
  const queue = new TurnQueue();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (keepBytes) request.bodyBytes = body as Buffer;
    const read = () => {
      try {
        requireUtf8(request.headers['content-type'] ?? '', body as Buffer);
        done(null, parseBody(body.toString()));
      } catch (error) {
        if (error instanceof HeadwaterError) done(error);
        else done(badInput(`The body is not JSON: ${(error as Error).message}`));
      }
    };
    if (body.length <= SMALL) read();
    else queue.add(read);
  });
}

function parseBody(text: string): unknown {
  // Some programs begin UTF-8 with a byte order mark.
  const value = parseJsonExactly(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (SUSPECT_ESCAPE.test(text)) checkTexts('The body', value);
  return value;
}

function requireUtf8(contentType: string, body: Buffer): void {
  refuseOtherCharset(contentType, 'JSON');
  if (!isUtf8(body)) throw badInput('The body is not UTF-8.', { expected: 'utf-8' });
}
