import type { FastifyRequest } from 'fastify';
import { eventRequest } from '../../http/requests/event-request.js';
import type { LendContext } from './subscriber.js';

type Headers = Readonly<Record<string, string>>;

/** Finds out, for each event anew, on whose behalf it is told. */
export class Callers<Context extends { readonly user: string }> {
  /** `contextOf` throws for whoever may not ask. */
  constructor(private readonly contextOf: (request: FastifyRequest) => Promise<Context>) {}

  /** The context of one event of a request, which has these headers besides its own. */
  async lend(request: FastifyRequest, headers?: Headers): ReturnType<LendContext<Context>> {
    const event = eventRequest(request, headers);
    try {
      return { context: await this.contextOf(event.request), release: event.release };
    } catch (error) {
      event.release();
      throw error;
    }
  }

  /** Who counts as one caller. Somebody without a name is told apart by the address. */
  async whoIs(request: FastifyRequest, headers?: Headers): Promise<string> {
    const { context, release } = await this.lend(request, headers);
    release();
    return `${context.user} ${request.ip}`;
  }
}
