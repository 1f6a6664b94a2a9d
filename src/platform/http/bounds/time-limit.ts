import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { lifetimeOf } from '../requests/request-signal.js';
import { timeIsUp } from './time-is-up.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds that a request of the route may take, if not as long as others. */
    timeMs?: number;
  }
}

/**
 * Answers every request TIMEOUT once its time is up, whatever it waits for: a database that is stopped heeds no time limit of its own. The
 * time begins with the request, not with the end of its body.
 * The request's signal, and the time limits of the statements, see to it that the work ends as well.
 */
export function limitTime(app: FastifyInstance, timeoutMs: number): void {
  // It is not sent before its last byte is, however early its first one went.
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (payload instanceof Readable) lifetimeOf(request).answerStreams();
    done(null, payload);
  });
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    const ownMs = route.config?.timeMs ?? timeoutMs;
    route.handler = function limited(this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
      const lifetime = lifetimeOf(request);
      if (ownMs !== timeoutMs) lifetime.allow(ownMs);
      if (lifetime.leftMs <= 0) throw timeIsUp(ownMs);
      const answer: unknown = handler.call(this, request, reply);
      if (!(answer instanceof Promise)) return answer;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          // What streams, this way or that, takes as long as its data.
          if (!reply.sent && lifetime.giveUp()) reject(timeIsUp(ownMs));
        }, lifetime.leftMs);
        answer.then(
          (payload) => {
            clearTimeout(timer);
            resolve(payload);
          },
          (error: unknown) => {
            clearTimeout(timer);
            reject(error);
          },
        );
      });
    } as RouteHandlerMethod;
  });
}
