import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';

/** Refuses requests that have one of these headers, in lower case, twice: Node would take the first, or both as one text, and others may take the second. */
export function refuseRepeated(app: FastifyInstance, names: readonly string[]): void {
  app.addHook('onRequest', (request, _reply, done) => {
    for (const name of names) {
      const found = countHeaders(request, name);
      if (found > 1)
        return done(
          badInput(`The request has ${found} ${name} headers; send one.`, { field: name, expected: 1, found }),
        );
    }
    done();
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
