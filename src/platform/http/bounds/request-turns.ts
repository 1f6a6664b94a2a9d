import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TurnQueue } from '../../turns/turn-queue.js';
import { Turns } from '../../turns/turns.js';
import type { RequestsUnderWay } from './requests-under-way.js';

/** Milliseconds of each turn of the event loop in which requests are begun. */
const LONGEST_MS = 20;

/**
 * Begins few requests in one turn of the event loop, and of one connection one after the other: a client may send thousands in one packet. While some
 * of a connection wait, nothing more is read from it.
 */
export function takeRequestsInTurn(server: Server, underWay: RequestsUnderWay): void {
  const handlers = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  const queue = new TurnQueue(new Turns(LONGEST_MS));
  const last = new WeakMap<Socket, ServerResponse>();

  function begin(request: IncomingMessage, response: ServerResponse): void {
    if (request.destroyed || response.destroyed) return;
    for (const handler of handlers) handler.call(server, request, response);
  }

  /** Node gives a response its socket once the one before it is finished. */
  function beginAfterEarlier(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    last.set(socket, response);
    socket.pause();
    response.once('socket', () => {
      if (last.get(socket) === response) socket.resume();
      queue.add(() => begin(request, response));
    });
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isFirst = response.socket !== null;
    if (isFirst && queue.isFree) return begin(request, response);
    // Its connection has been ended for all that came before.
    if (request.socket.destroyed) return undefined;
    if (!underWay.letWait(request)) return request.socket.destroy();
    if (isFirst) queue.add(() => begin(request, response));
    else beginAfterEarlier(request, response);
    return undefined;
  });
}
