import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    readonly upgrades: Upgrades;
  }
}

/** The path of requests for a WebSocket; `/graphql` leads there, too. */
const WEBSOCKET = '/websocket';
const SHORT = /\/graphql(?=\?|$)/;

/** A connection that is to go on as something else than HTTP. */
export interface Upgrade {
  readonly socket: Socket;
  /** What came behind the head of the request already. */
  readonly head: Buffer;
}

/**
 * Sends requests that ask for a WebSocket the way of all others, so that every check is made that others go through; a refusal is answered like any
 * other. Who offers something else, as clients of HTTP/2 do, is answered as if it had not.
 */
export class Upgrades {
  private readonly waiting = new WeakMap<IncomingMessage, Upgrade>();

  constructor(private readonly app: FastifyInstance) {
    app.server.on('upgrade', (request: IncomingMessage, stream, head: Buffer) => {
      // It is no other, on a server that speaks HTTP itself.
      const socket = stream as Socket;
      if (request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket')
        this.route(request, { socket, head });
      else beginAnew(app, request, { socket, head });
    });
  }

  asks(request: FastifyRequest): boolean {
    return this.waiting.has(request.raw);
  }

  /** Takes the connection out of HTTP. Undefined where the request doesn't ask for it. */
  take(request: FastifyRequest, reply: FastifyReply): Upgrade | undefined {
    const upgrade = this.waiting.get(request.raw);
    if (upgrade === undefined) return undefined;
    this.waiting.delete(request.raw);
    reply.hijack();
    reply.raw.detachSocket(upgrade.socket);
    // For those who count requests it has ended.
    reply.raw.emit('finish');
    return upgrade;
  }

  private route(request: IncomingMessage, upgrade: Upgrade): void {
    const { socket } = upgrade;
    socket.on('error', () => socket.destroy());
    request.url = request.url?.replace(SHORT, `/graphql${WEBSOCKET}`);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => {
      if (this.waiting.delete(request)) socket.end();
    });
    this.waiting.set(request, upgrade);
    this.app.routing(request, response);
  }
}

/** Has the request read once more, without what it offered: Node has let go of the connection. */
function beginAnew(app: FastifyInstance, request: IncomingMessage, { socket, head }: Upgrade): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  const closes = /(^|,)\s*close\s*(,|$)/i.test(request.headers.connection ?? '');
  if (closes) lines.push('connection: close');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  app.server.emit('connection', socket);
}
