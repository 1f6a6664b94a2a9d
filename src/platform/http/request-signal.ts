import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Read it with signalOf. */
    lifetime: RequestLifetime | null;
  }
}

/**
 * How long a request may go on. Its signal is made when something first asks for it: most requests end within a
 * millisecond and never do, and a signal with its timer and listeners costs as much as parsing the request.
 */
class RequestLifetime {
  private readonly begin = performance.now();
  private made: AbortSignal | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly timeoutMs: number,
  ) {}

  get signal(): AbortSignal {
    this.made ??= this.makeSignal();
    return this.made;
  }

  private makeSignal(): AbortSignal {
    const { response } = this;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), this.timeoutMs - (performance.now() - this.begin));
    const end = () => {
      clearTimeout(timer);
      if (!response.writableFinished) controller.abort();
    };
    if (response.destroyed) end();
    else response.once('close', end);
    return controller.signal;
  }
}

/** Lets every request have a signal that aborts when its time is up or its client has gone. */
export function addRequestSignals(app: FastifyInstance, timeoutMs: number): void {
  app.decorateRequest('lifetime', null);
  app.addHook('onRequest', (request, reply, done) => {
    request.lifetime = new RequestLifetime(reply.raw, timeoutMs);
    done();
  });
}

/** The signal of a request, for the SQL made on its behalf. */
export function signalOf(request: FastifyRequest): AbortSignal {
  if (request.lifetime === null) throw new Error('addRequestSignals was not called on this server');
  return request.lifetime.signal;
}
