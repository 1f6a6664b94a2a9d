import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput, type HeadwaterError } from '../../../platform/errors.js';
import { bodyChunks } from '../../../platform/http/bodies/body-chunks.js';
import { refuseOtherCharset } from '../../../platform/http/requests/refuse-charset.js';

/** Bytes of JSON, as they come and unpacked: Spark has been seen to send 23 MB in one event. */
export const MOST_BYTES = 32 * 1024 * 1024;

const unpack = promisify(gunzip);

/** Lets the routes of a scope read their bodies themselves, whatever they say that they are: some producers name no type. */
export function acceptEvents(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request, _payload, done) => {
    try {
      refuseOtherCharset(request.headers['content-type'] ?? '', 'JSON');
      isPacked(request);
      done(null);
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Whether it comes in gzip. Throws BAD_USER_INPUT for another encoding. */
export function isPacked({ headers }: FastifyRequest): boolean {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  const problem = badInput(`The content-encoding is ${encoding}; send JSON as it is, or in gzip.`, {
    field: 'content-encoding',
    found: encoding,
    expected: ['identity', 'gzip'],
  });
  throw Object.assign(problem, { statusCode: 415 });
}

/** The JSON of a request, unpacked. What is too long is refused as soon as that shows. */
export async function readBody(request: FastifyRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(request)) {
    length += chunk.length;
    if (length > MOST_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (!isPacked(request)) return body;
  try {
    return await unpack(body, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLong() : badInput(`The body is not gzip: ${message}.`);
  }
}

function tooLong(): HeadwaterError {
  const problem = badInput(
    `The body has more than ${MOST_BYTES} bytes of JSON; send fewer events at a time, or have the producer leave facets out.`,
    { expected: MOST_BYTES },
  );
  return Object.assign(problem, { statusCode: 413 });
}
