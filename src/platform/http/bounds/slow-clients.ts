import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import { TurnQueue } from '../../turns/turn-queue.js';
import { lifetimeOf } from '../requests/request-signal.js';
import { LeastRate } from './least-rate.js';
import type { RequestsUnderWay } from './requests-under-way.js';
import type { TrafficLimits } from './traffic-limits.js';

const SWEEP_MS = 1_000;

export interface SlowClientOptions {
  readonly limits: TrafficLimits;
  /** Milliseconds for a body that is not streamed. */
  readonly requestTimeoutMs: number;
}

/**
 * Ends what clients leave hanging: a body that comes too slowly is answered TIMEOUT, an answer that is read too slowly is broken off. Until then
 * both hold memory, or a slot: whose slot others wait for has to be faster. Once a second all are looked at, which costs a request nothing.
 */
export function endSlowClients(app: FastifyInstance, underWay: RequestsUnderWay, options: SlowClientOptions): void {
  const { limits, requestTimeoutMs } = options;
  const { leastBytesPerSecond, wantedBytesPerSecond, rateWindowMs, transferMs } = limits;
  const sockets = new Set<Socket>();
  const reading = new LeastRate<FastifyRequest>(rateWindowMs);
  const sending = new LeastRate<Socket>(rateWindowMs);
  const fasterRate = Math.max(leastBytesPerSecond, wantedBytesPerSecond);
  // Hundreds may be too slow at one moment.
  const ending = new TurnQueue();
  let last = performance.now();

  app.server.on('connection', (socket) => {
    sockets.add(socket);
    // Each request of it may listen for its end.
    socket.setMaxListeners(0);
    socket.once('close', () => {
      sockets.delete(socket);
      sending.forget(socket);
    });
  });
  app.addHook('onResponse', (request, _reply, done) => {
    reading.forget(request);
    done();
  });
  const timer = setInterval(sweep, SWEEP_MS);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));

  function sweep(): void {
    if (!ending.isFree) return;
    const now = performance.now();
    // A process that was stopped for a while has not read either.
    if (now - last > 5 * SWEEP_MS) {
      reading.forgetAll();
      sending.forgetAll();
    }
    last = now;
    const wanted = new Set<Socket>();
    for (const [request] of underWay) if (holdsWantedSlot(request)) wanted.add(request.raw.socket);
    for (const socket of sockets) {
      const bytes = socket.bytesWritten - socket.writableLength;
      const rate = wanted.has(socket) ? fasterRate : leastBytesPerSecond;
      if (socket.writableLength === 0) sending.forget(socket);
      else if (sending.isTooSlow(socket, { bytes, now, rate })) ending.add(() => socket.destroy());
    }
    for (const [request, reply] of underWay) {
      const end = endOf(request, reply, now);
      if (end !== undefined) ending.add(end);
    }
    ending.add(() => underWay.endOrphans());
  }

  /** What ends a request, where it is time to. */
  function endOf(request: FastifyRequest, reply: FastifyReply, now: number): (() => void) | undefined {
    const { raw } = request;
    const { begin, streams } = lifetimeOf(request);
    // What has come and is not taken yet waits for us. A request whose connection broke may have no socket any more.
    const waitsForClient = !raw.complete && !reply.sent && raw.readableLength === 0 && raw.socket !== null;
    if (!waitsForClient) reading.forget(request);
    const rate = holdsWantedSlot(request) ? fasterRate : leastBytesPerSecond;
    const longest = streams ? transferMs : requestTimeoutMs;
    if (now - begin > transferMs && reply.raw.headersSent) return () => raw.destroy();
    if (!waitsForClient) return undefined;
    if (now - begin > longest) return () => refuse(request, `The body took longer than ${longest / 1000} seconds.`);
    if (reading.isTooSlow(request, { bytes: raw.socket.bytesRead, now, rate }))
      return () => refuse(request, tooSlow(rate, rate > leastBytesPerSecond));
    return undefined;
  }

  function tooSlow(rate: number, isWanted: boolean): string {
    const [when, setting] = isWanted
      ? [' while others wait for its place', 'WANTED_BYTES_PER_SECOND']
      : ['', 'LEAST_BYTES_PER_SECOND'];
    return `The body came too slowly${when}: less than ${rate} bytes a second over ${rateWindowMs / 1000} seconds (${setting}).`;
  }
}

function holdsWantedSlot(request: FastifyRequest): boolean {
  return lifetimeOf(request).slots?.areWanted === true;
}

/** Whoever reads the body gets the error, and answers with it. */
function refuse({ raw }: FastifyRequest, problem: string): void {
  if (raw.complete || raw.destroyed) return;
  const error = Object.assign(new HeadwaterError('TIMEOUT', problem), { statusCode: 408 });
  if (raw.listenerCount('error') === 0) raw.destroy();
  else raw.emit('error', error);
}
