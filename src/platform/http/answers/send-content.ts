import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { badInput } from '../../errors.js';
import { sendProblem } from './problem.js';

/** Bytes that are there as a whole, and of which a client may want a part. */
export interface SentContent {
  readonly size: number;
  readonly contentType: string;
  /** Without quotes; another content has another one. */
  readonly etag: string;
  /** Reads it, or a part, both ends included. */
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

/**
 * Sends a content, or the part that the client asks for, or says that it has it already: RFC 9110 with one range at most. What people have put there is never run
 * as a page of this service. Resolves with the stream that is sent, undefined where there is none.
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: SentContent,
): Promise<Readable | undefined> {
  const { size, contentType } = content;
  const etag = `"${content.etag}"`;
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('cache-control', 'private, no-cache');
  if (namesEtag(request.headers['if-none-match'], etag)) {
    reply.code(304).send();
    return undefined;
  }
  const range = rangeOf(request, size, etag);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`);
    const problem = badInput(`The range ${request.headers.range?.slice(0, 200)} lies outside of the ${size} bytes.`, {
      field: 'range',
      expected: size,
    });
    sendProblem(Object.assign(problem, { statusCode: 416 }), request, reply);
    return undefined;
  }
  const length = range === undefined ? size : range.end - range.start + 1;
  const isHead = request.method === 'HEAD';
  const stream = isHead || length === 0 ? Readable.from([]) : await content.open(range);
  reply
    .code(range === undefined ? 200 : 206)
    .type(contentType)
    .header('content-length', length)
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    .header('cross-origin-resource-policy', 'same-origin');
  if (range !== undefined) reply.header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  reply.send(stream);
  return stream;
}

type AskedRange = { readonly start: number; readonly end: number } | undefined | 'unsatisfiable';

/** Undefined: all of it, also for several ranges, which a server may send whole. */
function rangeOf({ headers }: FastifyRequest, size: number, etag: string): AskedRange {
  const { range } = headers;
  const ifRange = headers['if-range'];
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const found = parseRange(size, range);
  if (found === -1) return 'unsatisfiable';
  if (found === -2 || found.type !== 'bytes' || found.length !== 1) return undefined;
  return found[0];
}

/** Whether a list of entity tags has this one, strong or weak. */
function namesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
}
