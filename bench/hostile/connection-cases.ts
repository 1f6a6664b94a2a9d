import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { HostileCase, HostileTargets } from './hostile-case.js';

const GET_METRICS = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n';
const UNREAD_MS = 12_000;
const PATIENCE_MS = 3_000;

/** Clients that don't read, don't send, or don't end. */
export function connectionCases({ wide }: HostileTargets): HostileCase[] {
  const keys = Array.from({ length: 2_500 }, (_, index) => index + 1);
  const lookup = (include: string[]) => {
    const body = JSON.stringify({ features: [`${wide}:*`], entities: { user_id: keys }, include });
    return head('/v1/features', body.length) + body;
  };
  return [
    several('30 lookups of 500,000 values that nobody reads', 30, lookup([])),
    several('30 lookups of 500,000 values with statuses and times', 30, lookup(['statuses', 'eventTimes'])),
    several('10,000 pipelined requests that nobody reads', 1, GET_METRICS.repeat(10_000)),
    several(
      '200 bodies of 1 MB of which the last byte is missing',
      200,
      head('/graphql', 1_000_000) + 'x'.repeat(999_999),
    ),
    several('500 requests of half a header', 500, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nx-a: '),
    several('500 connections without a word', 500, ''),
    several(
      'chunks that are none',
      20,
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzzz\r\n',
    ),
    several('headers of 1 MB', 20, `GET /healthz HTTP/1.1\r\nHost: localhost\r\nx-a: ${'y'.repeat(1_000_000)}`),
  ];
}

function head(path: string, length: number): string {
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
}

/** Opens connections that write and don't read for a while, and looks whether the service has ended them by then. */
function several(work: string, count: number, bytes: string): HostileCase {
  return {
    work: `Connections: ${work}`,
    async send(url) {
      const sockets = await Promise.all(Array.from({ length: count }, () => open(url)));
      for (const socket of sockets) socket.write(bytes);
      await setTimeout(UNREAD_MS);
      // Only who reads learns of the end.
      for (const socket of sockets) socket.resume();
      await Promise.race([Promise.all(sockets.map(closed)), setTimeout(PATIENCE_MS)]);
      const left = sockets.filter((socket) => !socket.closed);
      for (const socket of left) socket.destroy();
      return left.length === 0 ? `${count} ended` : `${left.length} of ${count} still open`;
    },
  };
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, 'close');
}

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  return socket;
}
