import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../database/database.js';
import type { Metrics } from '../telemetry/metrics.js';

/** `/healthz` (the process answers), `/readyz` (database and migrations are there, not draining), `/metrics`. */
export function registerHealth(app: FastifyInstance, metrics: Metrics, readiness: () => Promise<Readiness>): void {
  const ready = shared(readiness);
  const figures = shared(() => metrics.registry.metrics());
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const state = await ready();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await figures()));
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.requestSeconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}

/** Whoever asks while it is being found out gets the same: a thousand questions at once cost as much as one. */
function shared<T>(find: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= find().finally(() => {
      running = undefined;
    });
    return running;
  };
}
