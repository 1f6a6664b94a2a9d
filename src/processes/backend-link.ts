import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request as openRequest } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError } from '../platform/errors.js';
import type { Elsewhere } from '../platform/http/elsewhere.js';
import { lifetimeOf } from '../platform/http/requests/request-signal.js';
import { FRONT_HEADER } from '../platform/http/route.js';
import type { Upgrade } from '../platform/http/upgrades.js';
import { CHANGES_HEADER, type SharedChanges } from './shared-changes.js';

/** Of one connection only; the next one has its own. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);
const LONGEST_BODY = 65_536;
/** The backend never closes a connection that is idle, so none is used that it is just closing. */
const IDLE_MS = 10_000;
const QUESTION_MS = 2_000;

/**
 * Passes requests on to another process of the service, by a private socket. Bodies and answers are streamed: who reads slowly is waited for,
 * and who leaves is let go at the other end, too.
 */
export class BackendLink implements Elsewhere {
  readonly longestBody = LONGEST_BODY;
  private readonly agent = new Agent({ keepAlive: true, timeout: IDLE_MS, maxSockets: Number.POSITIVE_INFINITY });

  constructor(
    readonly socketPath: string,
    private readonly changes: SharedChanges,
  ) {}

  answer(request: FastifyRequest, reply: FastifyReply, body?: Buffer): void {
    const { raw } = request;
    // How long it may take depends on the route, which the backend alone knows.
    lifetimeOf(request).beginStreaming();
    const out = openRequest({
      socketPath: this.socketPath,
      agent: this.agent,
      method: raw.method,
      path: raw.url,
      headers: { ...headersFor(request, body), [CHANGES_HEADER]: this.changes.place },
    });
    let answered = false;
    const fail = (error: Error) => {
      out.destroy();
      if (answered) return;
      answered = true;
      reply.send(error);
    };
    reply.raw.once('close', () => {
      if (reply.raw.writableFinished) return;
      answered = true;
      out.destroy();
    });
    out.on('error', (error: NodeJS.ErrnoException) => fail(unavailable(error)));
    out.once('response', (answer) => {
      if (answered) return answer.resume();
      answered = true;
      // What is left of a body that was refused goes no further.
      if (!raw.complete) raw.unpipe(out);
      this.copy(answer, reply);
      answer.once('close', () => {
        if (!raw.complete) out.destroy();
      });
      return undefined;
    });
    if (body !== undefined) out.end(body);
    else if (hasBody(raw)) raw.on('error', fail).pipe(out);
    else out.end();
  }

  /** Lets two connections speak with each other: whatever is said on one is said on the other, and both end together. */
  readonly tunnel = (request: FastifyRequest, { socket, head }: Upgrade): void => {
    const { raw } = request;
    const out = openRequest({
      socketPath: this.socketPath,
      agent: false,
      path: raw.url,
      headers: {
        ...headersFor(request, undefined),
        connection: 'upgrade',
        upgrade: 'websocket',
        [CHANGES_HEADER]: this.changes.place,
      },
    });
    socket.once('close', () => out.destroy());
    out.once('error', () => refuse(socket, 503, 'Service Unavailable'));
    out.once('response', (answer) => {
      answer.resume();
      refuse(socket, answer.statusCode ?? 502, answer.statusMessage ?? '');
    });
    out.once('upgrade', (answer, upstream, first) => {
      const headers = answer.rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n')).join('');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`, 'latin1');
      socket.write(first);
      upstream.write(head);
      upstream.on('error', () => socket.destroy());
      upstream.once('close', () => socket.destroySoon());
      socket.once('close', () => upstream.destroy());
      socket.pipe(upstream);
      upstream.pipe(socket);
    });
    out.end();
  };

  /** Asks the backend itself something. Throws where it doesn't answer soon. */
  ask(path: string): Promise<{ readonly status: number; readonly body: string }> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(QUESTION_MS);
      const headers = { [FRONT_HEADER]: 'asks' };
      const out = openRequest({ socketPath: this.socketPath, agent: this.agent, path, headers, signal });
      out.once('error', reject);
      out.once('response', (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      });
      out.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private copy(answer: IncomingMessage, reply: FastifyReply): void {
    reply.code(answer.statusCode ?? 502);
    for (const [name, value] of Object.entries(answer.headers)) {
      if (name === CHANGES_HEADER) this.changes.note(String(value));
      else if (value !== undefined && !HOP_BY_HOP.has(name)) reply.header(name, value);
    }
    reply.send(answer);
    // Whoever waits for events is told at once that there will be some.
    if (answer.headers['content-length'] === undefined && !reply.raw.headersSent) reply.raw.flushHeaders();
  }
}

function refuse(socket: Socket, status: number, why: string): void {
  socket.end(`HTTP/1.1 ${status} ${why}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function headersFor(request: FastifyRequest, body: Buffer | undefined): OutgoingHttpHeaders {
  const { headers } = request.raw;
  const named = (headers.connection ?? '').toLowerCase().split(',');
  const dropped = new Set([...HOP_BY_HOP, FRONT_HEADER, ...named.map((name) => name.trim())]);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
  if (body !== undefined) kept['content-length'] = String(body.length);
  else if (headers['transfer-encoding'] !== undefined) kept['transfer-encoding'] = 'chunked';
  // Who it comes from is known here alone; the backend believes it.
  return { ...kept, 'x-request-id': request.id, 'x-forwarded-for': request.ip };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Nothing listens, or nothing is taken: nothing was done. Later it is not known. */
function unavailable({ code }: NodeJS.ErrnoException): HeadwaterError {
  if (code === 'EAGAIN')
    return new HeadwaterError(
      'UNAVAILABLE',
      'Too many requests wait for the process that answers this, so nothing was done; lookups go on. Try again in a moment.',
    );
  const begun = code !== 'ECONNREFUSED' && code !== 'ENOENT';
  const known = begun
    ? ' If it was to change something, it is not known whether that was done: look, or send it again.'
    : '';
  return new HeadwaterError(
    'UNAVAILABLE',
    `The process that answers this has ended and is being started again; lookups go on. Try again in a moment.${known}`,
  );
}
