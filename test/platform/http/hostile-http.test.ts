import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { exchange, openSocket } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const HOST = 'Host: localhost\r\nConnection: close\r\n';
const JSON_BODY = `${HOST}content-type: application/json\r\n`;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { MAX_CONNECTIONS: 20, MAX_REQUESTS: 10, BODY_MEMORY_BYTES: 1_048_576 } });
  url = await app.listen();
});

afterAll(() => app.close());

describe('what is not HTTP', () => {
  it.each([
    ['noise', '\u0000\u0001\u0002\r\n\r\n', 400],
    ['a bad method', `FROB / HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a bad version', `GET / HTTP/9.9\r\n${HOST}\r\n`, 400],
    ['long headers', `GET /healthz HTTP/1.1\r\n${HOST}x: ${'y'.repeat(100_000)}\r\n\r\n`, 431],
    ['two lengths', `POST /graphql HTTP/1.1\r\n${JSON_BODY}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 400],
    [
      'a length and chunks',
      `POST /graphql HTTP/1.1\r\n${JSON_BODY}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a negative length', `POST /graphql HTTP/1.1\r\n${JSON_BODY}content-length: -1\r\n\r\n`, 400],
  ])('is answered in words: %s', async (_what, bytes, status) => {
    const answer = await exchange(url, bytes);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*"code":"BAD_USER_INPUT"`, 's'));
  });

  it('ends the request where it stands in the chunks of a body', async () => {
    const head = `POST /graphql HTTP/1.1\r\n${JSON_BODY}transfer-encoding: chunked\r\n\r\n`;

    expect(await exchange(url, `${head}zz\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await exchange(url, `${head}ffffffffffffffffff\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('odd HTTP', () => {
  it('waits for 100 Continue, and refuses other expectations', async () => {
    const body = '{"query":"{ __typename }"}';
    const head = (expectation: string) =>
      `POST /graphql HTTP/1.1\r\n${JSON_BODY}content-length: ${body.length}\r\nexpect: ${expectation}\r\n\r\n${body}`;

    expect(await exchange(url, head('100-continue'))).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(await exchange(url, head('coffee'))).toMatch(/^HTTP\/1\.1 417 /);
  });

  it.each(['TRACE', 'PROPFIND', 'PATCH', 'QUERY'])('answers %s as a problem', async (method) => {
    const answer = await exchange(url, `${method} /graphql HTTP/1.1\r\n${HOST}\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d .*application\/problem\+json/s);
  });

  it('refuses two hosts', async () => {
    const answer = await exchange(url, `GET /healthz HTTP/1.1\r\n${HOST}host: example.com\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"detail":"The request has 2 host headers; send one\."/s);
  });

  it.each([
    ['that can not be decoded', '/v1/training-sets/%zz', 400],
    ['with too long a part', `/v1/training-sets/${'x'.repeat(10_000)}`, 414],
  ])('gives the id of a request for an address %s', async (_, path, status) => {
    const answer = await exchange(url, `GET ${path} HTTP/1.1\r\n${HOST}x-request-id: trace-7\r\n\r\n`);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*x-request-id: trace-7`, 's'));
  });

  it.each([
    ['websocket', 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n'],
    ['h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
    ['x'.repeat(9_000), ''],
  ])('answers a request that would rather speak %.20s in HTTP/1.1', async (protocol, more) => {
    const head = `Host: localhost\r\nConnection: Upgrade, close\r\nUpgrade: ${protocol}\r\n${more}`;
    const body = '{"query":"{ __typename }"}';
    const post = `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

    expect(await exchange(url, `GET /healthz HTTP/1.1\r\n${head}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(url, `POST /graphql HTTP/1.1\r\n${head}${post}`)).toMatch(/^HTTP\/1\.1 200 .*"Query"/s);
    expect(await exchange(url, `GET /v1/nothing HTTP/1.1\r\n${head}\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each([
    ['a tunnel', `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
  ])('ends a connection that is to be %s', async (_, bytes) => {
    await exchange(url, bytes);

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('answers pipelined requests in their order', async () => {
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const answer = await exchange(url, get('/healthz') + get('/nothing') + get('/healthz', 'Connection: close\r\n'));

    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });
});

describe('many at once', () => {
  it('closes connections beyond the limit, and takes new ones when others have gone', async () => {
    const sockets = await Promise.all(Array.from({ length: 25 }, () => openSocket(url)));
    for (const socket of sockets) socket.on('error', () => undefined).resume();
    await eventually(() => expect(sockets.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(5));
    for (const socket of sockets) socket.destroy();

    await eventually(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200));
  });

  it('answers UNAVAILABLE beyond so many requests under way, and still tells how it is', async () => {
    const locker = new Client({ connectionString: app.databaseUrl });
    await locker.connect();
    await locker.query('begin; lock table node in access exclusive mode');
    const body = '{"query":"{ datasets { nodes { id } } }"}';
    const request = `POST /graphql HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const sockets: Socket[] = [];
    async function send(bytes: string): Promise<void> {
      const socket = await openSocket(url);
      sockets.push(socket);
      socket.write(bytes);
    }
    try {
      await send(request.repeat(30));

      await eventually(async () => {
        // A request of before may have held a place that these were denied: one more each time.
        await send(request);
        expect((await fetch(`${url}/v1/nothing`)).status).toBe(503);
      });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
      await locker.end();
    }
    // Its answers waited for one another when it left.
    await eventually(async () => expect((await fetch(`${url}/v1/nothing`)).status).toBe(404));
  });

  it('answers UNAVAILABLE where bodies would fill the memory', async () => {
    const begin = `POST /graphql HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: 600000\r\n\r\n{`;
    const first = await openSocket(url);
    const second = await openSocket(url);
    const answer = Promise.race([once(first, 'data'), once(second, 'data')]);
    first.write(begin);
    second.write(begin);

    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 503 .*retry-after: 2.*UNAVAILABLE/s);
    first.destroy();
    second.destroy();

    await eventually(async () =>
      expect((await app.graphqlAnswer('{ __typename }', { padding: 'x'.repeat(500_000) })).status).toBe(200),
    );
  });
});
