import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { HostileCase, HostileTargets } from './hostile-case.js';

const LONGEST_MS = 30_000;

/** Clients that don't read, don't send, or don't end. */
export function connectionCases({ wide }: HostileTargets): HostileCase[] {
  const keys = Array.from({ length: 10_000 }, (_, index) => index + 1);
  const lookup = JSON.stringify({ features: [`${wide}:*`], entities: { user_id: keys } });
  return [
    several('30 large lookups that nobody reads', 30, head('/v1/features', lookup.length) + lookup),
    several(
      '10,000 pipelined requests that nobody reads',
      1,
      'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(10_000),
    ),
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
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
}

/** Opens connections that write and never read, and waits until the service has ended them. */
function several(work: string, count: number, bytes: string): HostileCase {
  return {
    work: `Connections: ${work}`,
    async send(url) {
      const sockets = await Promise.all(Array.from({ length: count }, () => open(url)));
      for (const socket of sockets) socket.write(bytes);
      const ended = Promise.all(sockets.map((socket) => (socket.closed ? undefined : once(socket, 'close'))));
      await Promise.race([ended, setTimeout(LONGEST_MS)]);
      const open_ = sockets.filter(({ closed }) => !closed);
      for (const socket of open_) socket.destroy();
      return open_.length === 0 ? `${count} ended` : `${open_.length} of ${count} still open`;
    },
  };
}

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  return socket;
}
