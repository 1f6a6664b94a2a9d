import type { FastifyInstance, FastifyRequest } from 'fastify';

const SIGNALS = new WeakMap<FastifyRequest['raw'], AbortSignal>();

/** Gives every request a signal that aborts when its time is up or its client has gone. */
export function addRequestSignals(app: FastifyInstance, timeoutMs: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished) controller.abort();
    });
    SIGNALS.set(request.raw, controller.signal);
    done();
  });
}

/** The signal of a request, for the SQL made on its behalf. */
export function signalOf(request: FastifyRequest): AbortSignal {
  const signal = SIGNALS.get(request.raw);
  if (signal === undefined) throw new Error('addRequestSignals was not called on this server');
  return signal;
}
