import type { FastifyInstance } from 'fastify';
import type { RequestsUnderWay } from './requests-under-way.js';

const SWEEP_MS = 50;

/**
 * Lets a closing server end as soon as its requests have. By itself it waits for every connection: those whose request
 * was under way stay open for as long as the client may reuse them, over a minute, and so do those that a browser opened
 * in advance and that never sent a request.
 */
export function drainOnClose(app: FastifyInstance, underWay: RequestsUnderWay): void {
  let closing = false;
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('preClose', (done) => {
    closing = true;
    if (app.server.listening) {
      const sweep = setInterval(() => {
        if (underWay.count === 0) app.server.closeAllConnections();
      }, SWEEP_MS);
      app.server.once('close', () => clearInterval(sweep));
    }
    done();
  });
}
