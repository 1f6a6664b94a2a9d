import { isNativeError } from 'node:util/types';
import { HeadwaterError } from '../../errors.js';
import { NoAnswerError } from './patient-client.js';
import { isSqlstate, meaningOf } from './sqlstates.js';

/** What our own functions in the database raise; who calls them may know more of another code. */
const REFUSED = 'HW001';
const SOCKET_ERRORS = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED EHOSTUNREACH ENETUNREACH ENOENT EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EMFILE'.split(
    ' ',
  ),
);
/** `pg` reports a lost connection, or one that could not be had, only in words. */
const LOST_CONNECTION =
  /Connection terminated|Client has encountered|Client was closed|timeout expired|Cannot use a pool after/i;

/** `pg` waited for a connection of the pool to become free. */
const ALL_BUSY = /timeout exceeded when trying to connect/i;

/** The connection broke after COMMIT was sent and before it was answered. */
export class CommitUnknownError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
    this.name = 'CommitUnknownError';
  }
}

/** What a failed statement means to a caller; undefined where it is our own mistake. */
export function translateDatabaseError(error: unknown): HeadwaterError | undefined {
  if (error instanceof CommitUnknownError) {
    return new HeadwaterError(
      'UNAVAILABLE',
      'The database went away while the change was being committed, so it is not known whether it was made. Look, or send the same request again with the same idempotency key or key where it takes one.',
    );
  }
  const cause = rootCause(error);
  // Said while rows came, and wrapped by TypeORM.
  if (cause instanceof HeadwaterError) return cause;
  const code = String((cause as { code?: unknown }).code ?? '');
  if (code === REFUSED) return new HeadwaterError('FAILED_PRECONDITION', `It can't be done: ${cause.message}.`);
  if (cause instanceof NoAnswerError) {
    return new HeadwaterError(
      'UNAVAILABLE',
      'The database did not answer within the time that a request may take; try again.',
    );
  }
  if (ALL_BUSY.test(cause.message)) {
    return new HeadwaterError(
      'UNAVAILABLE',
      'All connections to the database are busy with other requests; try again.',
    );
  }
  const meaning = isSqlstate(code) ? meaningOf(code) : isLost(cause, code) ? meaningOf('08000') : undefined;
  return meaning && new HeadwaterError(meaning.code, meaning.message);
}

/** True when a unique index refused a row: somebody else wrote the same key first. */
export function isUniqueViolation(error: unknown): boolean {
  return (rootCause(error) as { code?: unknown }).code === '23505';
}

/** Whether PostgreSQL broke a transaction off because it and others waited for each other, or changed the same at once. Nothing of it was kept. */
export function isBrokenOff(error: unknown): boolean {
  const { code } = rootCause(error) as { code?: unknown };
  return code === '40P01' || code === '40001';
}

/** Whether the connection that an error came from can't be used again: PostgreSQL's own errors have a SQLSTATE, and end it in few cases. */
export function isConnectionError(error: Error | undefined): boolean {
  // What this service itself says is about the question, not the connection.
  if (error === undefined || rootCause(error) instanceof HeadwaterError) return false;
  const { code } = rootCause(error) as { code?: unknown };
  return !isSqlstate(code) || /^(08|57P0)/.test(String(code));
}

function isLost(cause: Error, code: string): boolean {
  return SOCKET_ERRORS.has(code) || LOST_CONNECTION.test(cause.message);
}

/** TypeORM wraps driver errors, and graphql-js what it doesn't take for an error, such as one that another realm of Node made. */
function rootCause(error: unknown): Error {
  const { driverError, thrownValue } = error as { driverError?: unknown; thrownValue?: unknown };
  const cause = driverError ?? thrownValue ?? error;
  return isNativeError(cause) ? cause : error instanceof Error ? error : new Error(String(error));
}
