import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How much of a body that was refused is read and thrown away, and for how long. */
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_MS = 15_000;

/**
 * Reads the rest of a body whose request is answered before its end. Left in the socket it would stop the client, who sends it before it reads the
 * answer, and closing the connection on it would take the answer away as well. Beyond some bytes or seconds the connection is closed all the same.
 */
export function readLeftoverBodies(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request;
    if (!raw.complete && hasBody(raw) && !raw.readableEnded) {
      if (reply.statusCode === 408) reply.header('connection', 'close');
      else {
        // Fastify closes on a body that it refused itself.
        reply.removeHeader('connection');
        throwAway(raw);
      }
    }
    done(null, payload);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function throwAway(raw: IncomingMessage): void {
  let left = MOST_BYTES;
  const end = () => raw.socket.destroy();
  const timer = setTimeout(end, LONGEST_MS);
  timer.unref();
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  raw.once('close', () => clearTimeout(timer));
  raw.once('end', () => clearTimeout(timer));
  // The client may leave meanwhile.
  raw.on('error', () => undefined);
  raw.resume();
}
