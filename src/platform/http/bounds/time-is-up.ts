import { HeadwaterError } from '../../errors.js';

/** What a request is answered with that takes too long, wherever that is noticed. */
export function timeIsUp(timeoutMs: number): HeadwaterError {
  return new HeadwaterError(
    'TIMEOUT',
    `The request took longer than the ${timeoutMs} ms that the service allows. If it was to change something, it is not known whether that was done: look, or send it again.`,
  );
}
