import type { FastifyRequest } from 'fastify';
import type { Capacity } from '../../memory/capacity.js';
import { MemoryShare } from '../../memory/memory-share.js';
import { lifetimeOf } from '../requests/request-signal.js';

/** What a request may hold of the memory for answers, until its own is sent. While others wait for some its client has to be faster. */
export function answerShareOf(request: FastifyRequest, memory: Capacity): MemoryShare {
  return new MemoryShare(memory, (listener) => {
    const lifetime = lifetimeOf(request);
    lifetime.slots = memory;
    lifetime.whenSent(listener);
  });
}
