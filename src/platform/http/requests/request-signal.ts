import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { timeIsUp } from '../bounds/time-is-up.js';
import { InnerRequests } from './inner-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Read it with signalOf. */
    lifetime: RequestLifetime | null;
  }
  interface FastifyInstance {
    innerRequests: InnerRequests;
  }
}

/**
 * How long a request may go on. Its signal is made when something first asks for it: most requests end within a
 * millisecond and never do, and a signal with its timer and listeners costs as much as parsing the request.
 */
class RequestLifetime {
  readonly begin = performance.now();
  /** That of which it holds a share. */
  slots: { readonly areWanted: boolean } | undefined;
  /** Whether it is asked anew, with each event of its answer, who reads it. */
  isWatched = false;
  private streaming = false;
  private givenUp = false;
  private made: AbortSignal | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly socket: Socket,
    private timeoutMs: number,
    /** Aborts once nobody waits for what it is made for, where it is made for another one. */
    private readonly outer?: AbortSignal,
  ) {}

  /** The same for one event of an answer that has many: it ends with its own response, or with the connection. */
  begunAnew(response: ServerResponse): RequestLifetime {
    return new RequestLifetime(response, this.socket, this.timeoutMs, this.outer);
  }

  get signal(): AbortSignal {
    this.made ??= this.makeSignal();
    return this.made;
  }

  /** Its body is as long as its client likes, and so is the time that it may take. */
  get streams(): boolean {
    return this.streaming;
  }

  /** Milliseconds until its time is up. */
  get leftMs(): number {
    return this.timeoutMs - (performance.now() - this.begin);
  }

  /** Gives it the time that its route has, before anything has asked for its signal. */
  allow(timeoutMs: number): void {
    this.timeoutMs = timeoutMs;
  }

  /** Its body streams from here on. Throws TIMEOUT where it was given up before: what was answered so must not be done after all. */
  beginStreaming(): void {
    if (this.givenUp) throw timeIsUp(this.timeoutMs);
    this.streaming = true;
  }

  /** The same for its answer, which takes as long as its data. */
  answerStreams(): void {
    this.streaming ||= !this.givenUp;
  }

  /** Whether it is to be answered TIMEOUT now; not while its body streams. */
  giveUp(): boolean {
    this.givenUp ||= !this.streaming;
    return this.givenUp;
  }

  /** Calls back once its answer is sent, or never will be. */
  whenSent(listener: () => void): void {
    const { response, socket } = this;
    const end = () => {
      response.off('close', end);
      socket.off('close', end);
      listener();
    };
    if (response.destroyed || socket.destroyed) listener();
    else {
      response.once('close', end);
      socket.once('close', end);
    }
  }

  /** Throws TIMEOUT where its signal aborts, or would. */
  requireWaiting(): void {
    this.made?.throwIfAborted();
    const { response, socket } = this;
    const isGone = (response.destroyed || socket.destroyed) && !response.writableFinished;
    if (isGone || this.outer?.aborted || this.leftMs <= 0) throw timeIsUp(this.timeoutMs);
  }

  private makeSignal(): AbortSignal {
    const { response, socket, outer } = this;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(timeIsUp(this.timeoutMs)), this.leftMs);
    const end = () => {
      clearTimeout(timer);
      response.off('close', end);
      socket.off('close', end);
      outer?.removeEventListener('abort', end);
      if (!response.writableFinished) controller.abort(timeIsUp(this.timeoutMs));
    };
    if (response.destroyed || socket.destroyed || outer?.aborted) end();
    else {
      response.once('close', end);
      outer?.addEventListener('abort', end);
      // An answer that waits for an earlier one on its connection is not told that it broke.
      socket.once('close', end);
    }
    return controller.signal;
  }
}

/** Lets every request have a signal that aborts when its time is up, or its client has gone, or that of the request which it is made for. */
export function addRequestSignals(app: FastifyInstance, timeoutMs: number): void {
  const inner = new InnerRequests(app);
  app.decorate('innerRequests', inner);
  app.decorateRequest('lifetime', null);
  app.addHook('onRequest', (request, reply, done) => {
    request.lifetime = new RequestLifetime(reply.raw, request.raw.socket, timeoutMs, inner.signalFor(request));
    done();
  });
}

/** The signal of a request, for the SQL made on its behalf. */
export function signalOf(request: FastifyRequest): AbortSignal {
  return lifetimeOf(request).signal;
}

/** How long a request may go on; it makes no signal, as signalOf does. */
export function lifetimeOf({ lifetime }: FastifyRequest): RequestLifetime {
  if (lifetime === null) throw new Error('addRequestSignals was not called on this server');
  return lifetime;
}
