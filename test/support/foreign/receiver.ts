import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

type Answer = number | ((response: ServerResponse, received: Received) => void);

/** A server that webhooks are posted to: it keeps what comes, and answers as it is told, by default 204. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** How often somebody has connected. */
  connections(): number;
  /** Answers so from now on: with statuses one after the other, of which the last one stays. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function startReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let answers: Answer[] = [204];
  const server = createServer((request: IncomingMessage, response) => {
    text(request).then(
      (body) => {
        const one = { path: request.url ?? '', headers: request.headers, body, at: Date.now() };
        received.push(one);
        const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 204;
        if (typeof answer === 'number') response.writeHead(answer).end();
        else answer(response, one);
      },
      () => undefined,
    );
  });
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    received,
    connections: () => connections,
    answer(...given) {
      answers = given;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
