import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import { HEALTH_PATHS } from '../health-paths.js';
import { type Listed, Roster } from './roster.js';

declare module 'fastify' {
  interface FastifyInstance {
    readonly requestsUnderWay: Iterable<readonly [FastifyRequest, FastifyReply]>;
  }
  interface FastifyRequest {
    underWay: UnderWay | null;
  }
}

/** So many requests more are let in that ask how the service is. */
const MORE_FOR_HEALTH = 20;
/** So many times the requests that are let in may wait to be told that they are not; beyond, their connections are ended. */
const MOST_WAITING = 10;
/** Milliseconds. Looking for orphans goes through all requests. */
const SEARCH_MS = 100;

/** Bytes of which so many may be held at once. */
interface Budget {
  take(bytes: number): boolean;
  give(bytes: number): void;
}

interface UnderWay extends Listed {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Called when it has ended. */
  release: (() => void) | undefined;
}

/** The requests that came and are not answered to the last byte yet, nor broken off. */
export class RequestsUnderWay {
  private readonly requests = new Roster<UnderWay>();
  /** Those that wait for their turn, and whether each will be let in. */
  private readonly waiting = new Map<IncomingMessage, boolean>();
  private promised = 0;
  private searched = 0;

  /** More requests than `most` are answered UNAVAILABLE: each holds memory, however small it is, and one connection can send thousands. */
  constructor(
    app: FastifyInstance,
    private readonly most: number,
  ) {
    app.decorate('requestsUnderWay', { getter: (): FastifyInstance['requestsUnderWay'] => this });
    app.decorateRequest('underWay', null);
    app.addHook('onRequest', (request, reply, done) => {
      const limit = HEALTH_PATHS.has(request.url) ? most + MORE_FOR_HEALTH : most;
      if (this.leave(request.raw) || this.hasPlace(limit)) {
        request.underWay = { request, reply, release: undefined, place: -1 };
        this.requests.add(request.underWay);
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
    return this.requests.size + this.waiting.size;
  }

  /** Lets a request wait for its turn. False where too many do already. */
  letWait(request: IncomingMessage): boolean {
    if (this.waiting.size >= this.most * MOST_WAITING) return false;
    const isLetIn = this.hasPlace(this.most);
    this.waiting.set(request, isLetIn);
    if (isLetIn) this.promised++;
    request.once('close', () => this.leave(request));
    return true;
  }

  /** Holds so many bytes of a budget until the request has ended. False where there is no room. */
  hold(request: FastifyRequest, budget: Budget, bytes: number): boolean {
    const known = request.underWay;
    if (known === null) return true;
    if (!budget.take(bytes)) {
      this.searchOrphans();
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
    for (const { request, reply } of this.requests) {
      const isAnswered = reply.raw.headersSent || reply.raw.writableEnded;
      const { socket } = request.raw;
      // A request whose connection broke may have no socket any more.
      if (isAnswered && (socket === null || socket.destroyed)) this.end(request);
    }
  }

  *[Symbol.iterator](): IterableIterator<readonly [FastifyRequest, FastifyReply]> {
    for (const { request, reply } of this.requests) yield [request, reply];
  }

  /** Gives whether it was to be let in. */
  private leave(request: IncomingMessage): boolean {
    const isLetIn = this.waiting.get(request) === true;
    this.waiting.delete(request);
    if (isLetIn) this.promised--;
    return isLetIn;
  }

  private hasPlace(limit: number): boolean {
    if (this.requests.size + this.promised < limit) return true;
    this.searchOrphans();
    return this.requests.size + this.promised < limit;
  }

  /** Thousands may be refused at one moment. */
  private searchOrphans(): void {
    if (performance.now() - this.searched < SEARCH_MS) return;
    this.searched = performance.now();
    this.endOrphans();
  }

  private end(request: FastifyRequest): void {
    const known = request.underWay;
    if (known === null) return;
    request.underWay = null;
    this.requests.remove(known);
    known.release?.();
  }
}
