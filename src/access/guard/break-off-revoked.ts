import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ChangeFeed } from '../../platform/database/change-feed.js';
import { HeadwaterError } from '../../platform/errors.js';
import { lifetimeOf } from '../../platform/http/requests/request-signal.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { Access } from '../access.js';

/**
 * Breaks off, once a key is revoked, what streams for whoever had it: an upload, or an answer that is as long as its reader likes. What is soon answered
 * is left to end; and those who are told of events are asked with each of them.
 */
export function breakOffRevoked(app: FastifyInstance, access: Access, changes: ChangeFeed, logger: Logger): void {
  const look = async () => {
    const streams = new Map<string, FastifyRequest[]>();
    for (const [request, reply] of app.requestsUnderWay) {
      const { authorization } = request.headers;
      const lifetime = lifetimeOf(request);
      if (request.principal === null || authorization === undefined || lifetime.isWatched) continue;
      if (!lifetime.streams && !reply.raw.headersSent) continue;
      streams.set(authorization, [...(streams.get(authorization) ?? []), request]);
    }
    for (const requests of streams.values()) {
      const [first] = requests;
      if (first === undefined || (await isBelieved(access, first))) continue;
      for (const request of requests) request.raw.socket.destroy();
    }
  };
  const stop = changes.whenChanged(() => {
    look().catch((error: unknown) => logger.warn({ err: error }, 'cannot look whose key was revoked'));
  });
  app.addHook('onClose', async () => stop());
}

/** Throws what the database throws: then it is not known. */
async function isBelieved(access: Access, request: FastifyRequest): Promise<boolean> {
  try {
    if (!access.isKnown(request)) await access.find(request);
    return true;
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'UNAUTHENTICATED') return false;
    throw error;
  }
}
