import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Upgrade } from './upgrades.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its body as it came, kept only where it may have to be passed on. */
    bodyBytes: Buffer | null;
  }
}

/** Who answers what this process leaves to others. */
export interface Elsewhere {
  /** Longer bodies are left to them unread, and so are those that don't tell their length. */
  readonly longestBody: number;
  /** Sees to it that the request is answered, now or later. `body` is what was read of it; undefined: nothing was. */
  answer(request: FastifyRequest, reply: FastifyReply, body?: Buffer): void;
  /** The same for a connection that is to go on as a WebSocket; undefined: they take none. */
  readonly tunnel?: (request: FastifyRequest, upgrade: Upgrade) => void;
}

/** Leaves to others what no route of `app` takes, and what is long. Only the head is looked at: their bodies are not read here. */
export function leaveToOthers(app: FastifyInstance, elsewhere: Elsewhere): void {
  app.addHook('onRequest', (request, reply, done) => {
    const upgrade = elsewhere.tunnel === undefined ? undefined : app.upgrades.take(request, reply);
    if (upgrade !== undefined) elsewhere.tunnel?.(request, upgrade);
    else if (request.is404 || isLong(request, elsewhere.longestBody)) elsewhere.answer(request, reply);
    else done();
  });
}

function isLong({ raw: { headers } }: FastifyRequest, longest: number): boolean {
  if (longest === Number.POSITIVE_INFINITY) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > longest;
}
