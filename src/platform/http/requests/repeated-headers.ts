import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';

/** Refuses requests that name two hosts, of which Node would take the first and others may take the second. */
export function refuseTwoHosts(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const found = countHeaders(request, 'host');
    if (found <= 1) done();
    else done(badInput(`The request has ${found} Host headers; send one.`, { field: 'host', expected: 1, found }));
  });
}

/** How often a request has a header; `name` is in lower case. */
export function countHeaders({ raw: { rawHeaders } }: FastifyRequest, name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at] as string;
    if (header.length === name.length && header.toLowerCase() === name) count++;
  }
  return count;
}
