import { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { lifetimeOf } from './request-signal.js';

/** A request that is answered with events, as it stands for one of them. */
export interface EventRequest {
  readonly request: FastifyRequest;
  /** Ends it: what it waits for is given up. */
  readonly release: () => void;
}

/** The same request once more, as if it had just come, with these headers besides its own: it may take its time, and shows who it is anew. */
export function eventRequest(request: FastifyRequest, headers: Readonly<Record<string, string>> = {}): EventRequest {
  const response = new ServerResponse(request.raw);
  const derived: FastifyRequest = Object.create(request, {
    headers: { value: { ...request.headers, ...headers } },
    lifetime: { value: lifetimeOf(request).begunAnew(response), writable: true },
    principal: { value: null, writable: true },
  });
  return { request: derived, release: () => response.destroy() };
}
