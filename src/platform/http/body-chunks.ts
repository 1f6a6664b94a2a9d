import type { FastifyRequest } from 'fastify';
import { HeadwaterError } from '../errors.js';

/** How long an upload may send nothing while it is waited for, in milliseconds. */
export const UPLOAD_IDLE_MS = 60_000;

/** The body of a request, chunk by chunk as it is asked for. Throws TIMEOUT when the client stops sending. */
export async function* bodyChunks(request: FastifyRequest, idleMs = UPLOAD_IDLE_MS): AsyncGenerator<Buffer> {
  const { raw } = request;
  const stalled = new HeadwaterError('TIMEOUT', `The upload sent nothing for ${idleMs / 1000} seconds.`);
  let timer = setTimeout(() => raw.destroy(stalled), idleMs);
  try {
    // The rest of a body that is refused half way is read by Node and thrown away, so that the client can read the answer.
    for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
      clearTimeout(timer);
      yield chunk as Buffer;
      timer = setTimeout(() => raw.destroy(stalled), idleMs);
    }
    if (!raw.complete) throw new HeadwaterError('BAD_USER_INPUT', 'The upload broke off before its end.');
  } finally {
    clearTimeout(timer);
  }
}
