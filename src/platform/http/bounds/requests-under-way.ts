import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import type { ByteBudget } from '../bodies/byte-budget.js';

/** What tells how the service is has to answer when it is overloaded most of all; so many requests more are let in for it. */
const HEALTH = new Set(['/healthz', '/readyz', '/metrics']);
const MORE_FOR_HEALTH = 20;

interface UnderWay {
  readonly reply: FastifyReply;
  /** Called when it has ended. */
  release: (() => void) | undefined;
}

/** The requests that came and are not answered to the last byte yet, nor broken off. */
export class RequestsUnderWay {
  private readonly requests = new Map<FastifyRequest, UnderWay>();

  /** More requests than `most` are answered UNAVAILABLE: each holds memory, however small it is, and one connection can send thousands. */
  constructor(app: FastifyInstance, most: number) {
    app.addHook('onRequest', (request, reply, done) => {
      const limit = HEALTH.has(request.url) ? most + MORE_FOR_HEALTH : most;
      if (this.requests.size < limit || this.count < limit) {
        this.requests.set(request, { reply, release: undefined });
        done();
      } else done(new HeadwaterError('UNAVAILABLE', `${most} requests are under way already; try again in a moment.`));
    });
    // Comes once the answer is sent, but not when it is broken off.
    app.addHook('onResponse', (request, _reply, done) => {
      this.end(request);
      done();
    });
  }

  get count(): number {
    this.endOrphans();
    return this.requests.size;
  }

  /** Holds so many bytes of a budget until the request has ended. False where there is no room. */
  hold(request: FastifyRequest, budget: ByteBudget, bytes: number): boolean {
    const known = this.requests.get(request);
    if (known === undefined) return true;
    if (!budget.take(bytes)) {
      this.endOrphans();
      if (!budget.take(bytes)) return false;
    }
    const { release } = known;
    known.release = () => {
      release?.();
      budget.give(bytes);
    };
    return true;
  }

  /** Ends requests whose connection broke: nobody tells the end of an answer that was under way, or waited for an earlier one. */
  endOrphans(): void {
    for (const [request, { reply }] of this.requests) {
      const isAnswered = reply.raw.headersSent || reply.raw.writableEnded;
      if (isAnswered && request.raw.socket?.destroyed === true) this.end(request);
    }
  }

  *[Symbol.iterator](): IterableIterator<readonly [FastifyRequest, FastifyReply]> {
    for (const [request, { reply }] of this.requests) yield [request, reply];
  }

  private end(request: FastifyRequest): void {
    const known = this.requests.get(request);
    this.requests.delete(request);
    known?.release?.();
  }
}
