import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../telemetry/metrics.js';

/** Counts and times what is answered, by route; `elsewhere` is what those are counted as that no route takes. */
export function countRequests(app: FastifyInstance, { requestSeconds }: Metrics, elsewhere: string): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? elsewhere;
    requestSeconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
