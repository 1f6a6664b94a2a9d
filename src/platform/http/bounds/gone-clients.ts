import type { FastifyInstance } from 'fastify';
import { badInput } from '../../errors.js';

/**
 * Ends requests whose client has left while it was found out who asks. Whoever read their body, or passed them on, would wait for an end that has been
 * told already: for good, with all that the request holds.
 */
export function refuseGoneClients(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    if (raw.destroyed || raw.socket?.destroyed === true) done(badInput('The request broke off before it was begun.'));
    else done();
  });
}
