import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest, InjectOptions, LightMyRequestResponse } from 'fastify';

/** Names an inner request; what comes from outside can't guess one. */
const NAME_HEADER = 'headwater-inner';

/** Requests that a service makes of itself on behalf of others. They have no connection that could break, so each ends with a signal. */
export class InnerRequests {
  private readonly signals = new Map<string, AbortSignal>();

  constructor(private readonly app: FastifyInstance) {}

  /** Answers a request that nobody waits for any more once the signal aborts; what it does is given up then. */
  async answer(options: InjectOptions, signal: AbortSignal): Promise<LightMyRequestResponse> {
    signal.throwIfAborted();
    const name = randomUUID();
    this.signals.set(name, signal);
    try {
      // The signal that `inject` takes itself is forgotten once the body is read.
      return await this.app.inject({ ...options, headers: { ...options.headers, [NAME_HEADER]: name } });
    } finally {
      this.signals.delete(name);
    }
  }

  signalFor({ headers }: FastifyRequest): AbortSignal | undefined {
    const name = headers[NAME_HEADER];
    return typeof name === 'string' ? this.signals.get(name) : undefined;
  }
}
