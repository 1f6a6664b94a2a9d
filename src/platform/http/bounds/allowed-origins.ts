import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** What pages may read of an answer besides its body. */
const SHOWN_HEADERS = ['content-disposition', 'retry-after', 'x-request-id'];
/** Seconds for which a browser remembers what it may send. */
const REMEMBERED = 600;

/**
 * Lets pages of other origins ask the service from a browser. Without credentials of the browser: a page has to have a key of its own, so nobody
 * is asked in the name of whoever looks at it.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: SHOWN_HEADERS,
    maxAge: REMEMBERED,
    // Any OPTIONS request that is no preflight is answered as without this.
    strictPreflight: false,
  });
}
