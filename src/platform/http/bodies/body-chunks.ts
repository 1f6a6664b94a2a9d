import type { FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';
import { lifetimeOf } from '../requests/request-signal.js';

/**
 * The body of a request, chunk by chunk as it is asked for. Throws TIMEOUT when the client sends too slowly, and at once where the request
 * was answered so already, while it waited for its turn.
 */
export function bodyChunks(request: FastifyRequest): AsyncGenerator<Buffer> {
  lifetimeOf(request).beginStreaming();
  return chunksOf(request);
}

async function* chunksOf({ raw }: FastifyRequest): AsyncGenerator<Buffer> {
  // What is left of a body that is refused half way is read all the same, so that the client can read the answer.
  for await (const chunk of raw.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  if (!raw.complete) throw badInput('The upload broke off before its end.');
}
