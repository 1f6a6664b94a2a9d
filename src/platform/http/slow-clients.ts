import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../errors.js';
import { LeastRate } from './least-rate.js';
import { lifetimeOf } from './request-signal.js';
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
 * both hold memory, or a place that others wait for. Once a second all are looked at, which costs a request nothing.
 */
export function endSlowClients(app: FastifyInstance, underWay: RequestsUnderWay, options: SlowClientOptions): void {
  const { limits, requestTimeoutMs } = options;
  const { leastBytesPerSecond, rateWindowMs, transferMs } = limits;
  const sockets = new Set<Socket>();
  const reading = new LeastRate<FastifyRequest>(leastBytesPerSecond, rateWindowMs);
  const sending = new LeastRate<Socket>(leastBytesPerSecond, rateWindowMs);
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
    const now = performance.now();
    // A process that was stopped for a while has not read either.
    if (now - last > 5 * SWEEP_MS) {
      reading.forgetAll();
      sending.forgetAll();
    }
    last = now;
    for (const socket of sockets) {
      if (socket.writableLength === 0) sending.forget(socket);
      else if (sending.isTooSlow(socket, socket.bytesWritten - socket.writableLength, now)) socket.destroy();
    }
    for (const [request, reply] of underWay) look(request, reply, now);
    underWay.endOrphans();
  }

  function look(request: FastifyRequest, reply: FastifyReply, now: number): void {
    const { raw } = request;
    const { begin, streams } = lifetimeOf(request);
    // What has come and is not taken yet waits for us.
    const waitsForClient = !raw.complete && !reply.sent && raw.readableLength === 0;
    if (!waitsForClient) reading.forget(request);
    const longest = streams ? transferMs : requestTimeoutMs;
    if (now - begin > transferMs && reply.raw.headersSent) raw.destroy();
    else if (!waitsForClient) return;
    else if (now - begin > longest) refuse(request, `The body took longer than ${longest / 1000} seconds.`);
    else if (reading.isTooSlow(request, raw.socket.bytesRead, now)) {
      const rate = `${leastBytesPerSecond} bytes a second over ${rateWindowMs / 1000} seconds`;
      refuse(request, `The body came too slowly: less than ${rate} (LEAST_BYTES_PER_SECOND).`);
    }
  }
}

/** Whoever reads the body gets the error, and answers with it. */
function refuse({ raw }: FastifyRequest, problem: string): void {
  const error = Object.assign(new HeadwaterError('TIMEOUT', problem), { statusCode: 408 });
  if (raw.listenerCount('error') === 0) raw.destroy();
  else raw.emit('error', error);
}
