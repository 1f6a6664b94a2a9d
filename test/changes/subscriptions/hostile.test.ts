import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { eventually } from '../../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange } from '../record-change.js';
import { CHANGED, listen } from './subscribers.js';

let app: AppUnderTest;
let url: string;
beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});
afterAll(() => app.close());

function open(path = '/graphql', options: WebSocket.ClientOptions = {}, protocol = 'graphql-transport-ws'): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocol, options);
  socket.on('error', () => undefined);
  return socket;
}

async function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: String(reason) };
}

/** Sends bytes as they are, and gives all that comes until the other side is silent. */
async function exchange(text: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await eventually(() => expect(answer).toMatch(/\r\n\r\n/));
  await sleep(100);
  socket.destroy();
  return answer;
}

async function begun(socket: WebSocket): Promise<void> {
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
}

describe('a WebSocket', () => {
  it('that is sent 100 MB is closed, and others go on', async () => {
    const socket = open();
    await begun(socket);
    const listener = listen(url, 'graphql-ws');
    const closing = closeOf(socket);
    socket.send('x'.repeat(100_000_000));
    expect((await closing).code).toBe(1009);
    await eventually(async () => {
      await recordChange(app.database);
      expect(listener.events.length).toBeGreaterThan(0);
    });
    listener.stop();
  });

  it.each([
    ['says nothing', () => undefined, 4408],
    ['sends what is no message', (socket: WebSocket) => socket.send('{'), 4400],
    [
      'subscribes before it has said who it is',
      (socket: WebSocket) => socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CHANGED } })),
      4401,
    ],
    [
      'says who it is with what is no text',
      (socket: WebSocket) => socket.send('{"type":"connection_init","payload":{"authorization":5}}'),
      4403,
    ],
    [
      'asks for a project that there is not',
      (socket: WebSocket) => socket.send('{"type":"connection_init","payload":{"headwater-project":"nowhere"}}'),
      4403,
    ],
    [
      'sends a thousand messages at once',
      (socket: WebSocket) => {
        for (let count = 0; count < 1_000; count++) socket.send('{"type":"ping"}');
      },
      4400,
    ],
  ])(
    'that %s is closed with a word',
    async (_what, act, code) => {
      const socket = open();
      await once(socket, 'open');
      const closing = closeOf(socket);
      act(socket);
      expect(await closing).toMatchObject({ code, reason: expect.stringMatching(/./) });
    },
    20_000,
  );

  it('has at most twenty subscriptions, and one under each id', async () => {
    const socket = open();
    await begun(socket);
    const messages: { type: string; payload?: unknown }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    const subscribe = (id: string) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: CHANGED } }));
    for (let count = 0; count <= 20; count++) subscribe(String(count));
    await eventually(() => expect(messages.filter(({ type }) => type === 'error')).toHaveLength(1));
    expect(JSON.stringify(messages)).toContain('This connection has 20 subscriptions');
    const closing = closeOf(socket);
    subscribe('3');
    expect((await closing).code).toBe(4409);
  });

  it('is refused to pages of other hosts, to other protocols and other paths, with an answer', async () => {
    for (const [path, options, status] of [
      ['/graphql', { origin: 'https://evil.example' }, 403],
      ['/graphql', { headers: { host: 'evil.example' } }, 403],
      ['/nowhere', {}, 404],
    ] as const) {
      const socket = open(path, options);
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect([path, response.statusCode]).toEqual([path, status]);
      socket.terminate();
    }
    const other = open('/graphql', {}, 'graphql-ws');
    const [error] = (await once(other, 'error')) as [Error];
    expect(error.message).toMatch(/subprotocol/);
  });

  it('is what a plain request is told to open', async () => {
    const answer = await app.http.inject({ method: 'GET', url: '/graphql/websocket' });
    expect([answer.statusCode, answer.headers.upgrade]).toEqual([426, 'websocket']);
  });
});

describe('a request that offers something else than a WebSocket', () => {
  const H2C = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n';

  it('is answered as if it had not', async () => {
    const body = JSON.stringify({ query: '{ projects { name } }' });
    const head = `host: ${new URL(url).host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
    const post = await exchange(`POST /graphql HTTP/1.1\r\n${head}${H2C}\r\n${body}`);
    expect(post).toMatch(/^HTTP\/1.1 200 OK/);
    expect(post).toContain('"name":"default"');
    const two = await exchange(
      `GET /healthz HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${H2C}\r\nGET /healthz HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`,
    );
    expect(two.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });
});

describe('very many subscriptions', () => {
  it('are all told, and all given their places again', async () => {
    const many = Array.from({ length: 200 }, (_, index) => listen(url, index % 2 === 0 ? 'graphql-ws' : 'graphql-sse'));
    await eventually(async () => {
      await recordChange(app.database);
      expect(many.every(({ events }) => events.length > 0)).toBe(true);
    }, 60_000);
    for (const one of many) one.stop();
    await eventually(async () => {
      const sockets = await new Promise<number>((resolve, reject) =>
        app.http.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      );
      expect(sockets).toBeLessThan(20);
    });
  }, 120_000);
});

describe('a subscription that is sent like a query', () => {
  it('is told where it belongs', async () => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { changed { action } }' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('/graphql/stream'), extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('a service that is stopped', () => {
  it('ends subscriptions with a word, soon', async () => {
    const other = await startAppUnderTest();
    const otherUrl = await other.listen();
    const socket = new WebSocket(`${otherUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await begun(socket);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: CHANGED } }));
    const events = listen(otherUrl, 'graphql-sse');
    await eventually(async () => {
      await recordChange(other.database);
      expect(events.events.length).toBeGreaterThan(0);
    });
    const closing = closeOf(socket);
    const began = Date.now();
    await other.close();
    expect(await closing).toEqual({ code: 1012, reason: 'The service restarts; connect again, resume with after.' });
    expect(Date.now() - began).toBeLessThan(10_000);
    await eventually(() => expect(events.ended).toBeDefined());
    // A stream that says `complete` would not be opened again.
    expect(events.ended).not.toBe('complete');
  }, 60_000);
});
