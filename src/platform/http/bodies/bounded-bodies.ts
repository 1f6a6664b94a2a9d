import type { FastifyInstance } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import type { RequestsUnderWay } from '../bounds/requests-under-way.js';
import { ByteBudget } from './byte-budget.js';

/** Smaller bodies are bounded by the number of requests. */
const SMALL = 16_384;

/** Bounds the memory that JSON bodies take while they come and are worked on; beyond, a request is answered UNAVAILABLE. */
export function boundBodies(app: FastifyInstance, underWay: RequestsUnderWay, mostBytes: number): void {
  const budget = new ByteBudget(mostBytes);
  app.addHook('onRequest', (request, _reply, done) => {
    const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.raw.headers;
    const limit = request.routeOptions.bodyLimit ?? 0;
    // A body that doesn't tell its length may become as long as is allowed.
    const bytes = encoding === undefined ? Number(length ?? 0) : Math.min(limit, mostBytes);
    // Others are streamed, or refused.
    if (bytes <= SMALL || bytes > limit || !/^application\/json/i.test(type ?? '')) return done();
    if (!underWay.hold(request, budget, bytes)) {
      const problem = `The bodies of requests under way hold ${mostBytes} bytes already; try again in a moment.`;
      return done(new HeadwaterError('UNAVAILABLE', problem));
    }
    done();
  });
}
