import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { translateDatabaseError } from '../../database/connections/database-errors.js';
import { badInput, type ErrorCode, type ErrorDetails, HeadwaterError, HTTP_STATUS } from '../../errors.js';
import { printableDetails } from '../../text/describe-value.js';

/** When to come back after too much was going on, in seconds, unless an error says so itself (`retryAfter`). */
const RETRY_SECONDS: Partial<Record<ErrorCode, number>> = { RATE_LIMITED: 30, UNAVAILABLE: 2 };

/** What a client is told of an error. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Answers any error of a REST route as RFC 9457 `application/problem+json`, with the codes of GraphQL. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, message, details } = failureOf(error, request);
  const body = { title: code, status, detail: message, code, ...printableDetails(details) };
  sayWhenToRetry(reply, code, details);
  void reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}

/** What is not the client's mistake is masked, and logged under an errorId. */
export function failureOf(error: FastifyError | Error, request: FastifyRequest): Failure {
  const known = asHeadwaterError(error, request);
  if (known !== undefined) {
    const { code, message, details } = known;
    return { status: statusOf(error) ?? HTTP_STATUS[code], code, message, details };
  }
  const errorId = randomUUID();
  // Whoever has left before the answer made it fail.
  const level = (error as { code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'debug' : 'error';
  request.log[level]({ err: error, errorId }, 'request failed');
  const message = 'Something went wrong in Headwater itself; the log has the cause under this errorId.';
  return { status: 500, code: 'INTERNAL', message, details: { errorId } };
}

/** Sets Retry-After where the same request may succeed later. */
export function sayWhenToRetry(reply: FastifyReply, code: ErrorCode, { retryAfter }: ErrorDetails): void {
  const seconds = typeof retryAfter === 'number' ? retryAfter : RETRY_SECONDS[code];
  if (seconds !== undefined) reply.header('retry-after', seconds);
}

function asHeadwaterError(error: FastifyError | Error, request: FastifyRequest): HeadwaterError | undefined {
  if (error instanceof HeadwaterError) return error;
  const database = translateDatabaseError(error);
  if (database !== undefined) return database;
  const status = statusOf(error);
  if (status === undefined || status >= 500) return undefined;
  if (status === 404) return new HeadwaterError('NOT_FOUND', error.message);
  return refusalOf(status, request) ?? new HeadwaterError('BAD_USER_INPUT', error.message);
}

/** What Fastify refuses without saying what would be right. */
function refusalOf(status: number, request: FastifyRequest): HeadwaterError | undefined {
  const type = request.headers['content-type'];
  if (status === 415) {
    const found = type === undefined || type === '' ? 'missing' : JSON.stringify(type);
    return badInput(`The content-type is ${found}; send application/json.`, { found, expected: 'application/json' });
  }
  if (status !== 413) return undefined;
  const limit = request.routeOptions.bodyLimit ?? 0;
  const length = request.headers['content-length'];
  return badInput(
    `The body ${length === undefined ? '' : `of ${length} bytes `}is larger than ${limit} bytes; send less at once.`,
    {
      found: length,
      expected: limit,
    },
  );
}

/** Fastify's own refusals (body too large, unknown media type, …) carry their status. */
function statusOf(error: FastifyError | Error): number | undefined {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
