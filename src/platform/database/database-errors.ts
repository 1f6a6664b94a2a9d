import { HeadwaterError } from '../errors.js';

const TIMED_OUT = '57014';
/** What text and jsonb columns answer to a zero character, the only one that PostgreSQL cannot store. */
const ZERO_CHARACTER = new Set(['22021', '22P05']);
const SERIALIZATION = new Set(['40001', '40P01', '55P03']);
/** What our own functions in the database raise. */
const REFUSED = 'HW001';
/** SQLSTATE classes and codes that mean "no database to talk to", now or any more. */
const UNREACHABLE = /^(08|57P0[1-4]|53300)/;
const SOCKET_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** `pg` reports a lost connection only in words. */
const LOST_CONNECTION = /Connection terminated|timeout exceeded when trying to connect|Client has encountered/i;

/** What a failed statement means to a caller; undefined where it is our own mistake. */
export function translateDatabaseError(error: unknown): HeadwaterError | undefined {
  const cause = rootCause(error);
  const code = String((cause as { code?: unknown }).code ?? '');
  if (code === TIMED_OUT) {
    return new HeadwaterError('TIMEOUT', 'The request took longer than the service allows and its SQL was cancelled.');
  }
  if (ZERO_CHARACTER.has(code)) {
    return new HeadwaterError(
      'BAD_USER_INPUT',
      'A text holds a zero character (U+0000), which cannot be stored; leave it out.',
    );
  }
  if (SERIALIZATION.has(code)) {
    return new HeadwaterError('CONFLICT', 'Another writer changed the same records at the same time; try again.');
  }
  if (code === REFUSED) return new HeadwaterError('FAILED_PRECONDITION', `It can't be done: ${cause.message}.`);
  if (UNREACHABLE.test(code) || SOCKET_ERRORS.has(code) || LOST_CONNECTION.test(cause.message)) {
    return new HeadwaterError('UNAVAILABLE', 'The database cannot be reached right now; try again.');
  }
  return undefined;
}

/** True when a unique index refused a row: somebody else wrote the same key first. */
export function isUniqueViolation(error: unknown): boolean {
  return (rootCause(error) as { code?: unknown }).code === '23505';
}

/** TypeORM wraps driver errors. */
function rootCause(error: unknown): Error {
  const driver = (error as { driverError?: unknown }).driverError;
  if (driver instanceof Error) return driver;
  return error instanceof Error ? error : new Error(String(error));
}
