import type { FastifyInstance } from 'fastify';
import type { Route } from '../platform/http/route.js';
import type { EndlessAnswers } from '../platform/http/streams/endless-answers.js';
import type { BackendLink } from './backend-link.js';

/** Where a front tells the process behind it to end what would go on for ever: it waits for that itself. */
const END = '/endless/end';

/** Ends answers that have no end of their own when the service is stopped, so that nobody waits for them. */
export function endOnClose(app: FastifyInstance, endless: EndlessAnswers, backend: BackendLink | undefined): void {
  app.addHook('preClose', async () => {
    endless.endAll();
    await backend?.ask(END).catch(() => undefined);
  });
}

/** For the process behind a front. */
export function endRoute(endless: EndlessAnswers, timeMs: number): Route {
  return {
    method: 'GET',
    url: END,
    role: 'process',
    rule: 'front',
    limits: { bodyBytes: 'none', timeMs },
    answer() {
      endless.endAll();
      return { ended: true };
    },
  };
}
