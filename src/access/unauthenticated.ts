import { HeadwaterError } from '../platform/errors.js';

/** Nobody has shown who it is, or what was shown is no good; `problem` in one word. */
export function unauthenticated(message: string, problem: Problem): HeadwaterError {
  return new HeadwaterError('UNAUTHENTICATED', `${message} ${HOW}`, { problem });
}

export type Problem = 'missing' | 'malformed' | 'unknown' | 'revoked' | 'expired' | 'invalid';

const HOW =
  'Send a key as `authorization: Bearer hw_…`, or as the password of Basic; `headwater keys create` makes one.';
