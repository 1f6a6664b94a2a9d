import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import { HEALTH_PATHS } from '../health-paths.js';

const SECOND_MS = 1_000;

export interface RateLimit {
  /** Requests a second; 0: any number. */
  readonly most: number;
  /** The setting that says so. */
  readonly setting: string;
  /** Who is counted, as messages name it, and by what. Undefined: the address of the request. */
  readonly who?: { readonly what: string; readonly keyOf: (request: FastifyRequest) => string };
}

/**
 * Answers RATE_LIMITED where more requests come in a second than may, before anything is done for them. Five thousand are counted at once: whoever was
 * seen least lately is forgotten. Whoever watches over the service isn't counted.
 */
export async function limitRate(app: FastifyInstance, { most, setting, who }: RateLimit): Promise<void> {
  if (most === 0) return;
  if (!app.hasDecorator('createRateLimit')) await app.register(rateLimit, { global: false });
  const count = app.createRateLimit({
    max: most,
    timeWindow: SECOND_MS,
    ...(who !== undefined && { keyGenerator: who.keyOf }),
  });
  const what = who?.what ?? 'address';
  app.addHook('onRequest', (request, _reply, done) => {
    if (HEALTH_PATHS.has(request.url)) return done();
    count(request).then((rate) => {
      if (rate.isAllowed || !rate.isExceeded) return done();
      done(
        new HeadwaterError(
          'RATE_LIMITED',
          `The ${what} ${JSON.stringify(rate.key)} has sent more than ${most} requests in a second (${setting}). Wait a second, and send fewer at once.`,
          { limit: setting, expected: most, retryAfter: rate.ttlInSeconds },
        ),
      );
    }, done);
  });
}
