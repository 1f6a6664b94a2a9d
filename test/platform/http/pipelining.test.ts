import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { exchange, openSocket } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const MOST = 500;

let app: AppUnderTest;
let url: string;
let running = 0;
let begun = 0;
let letGo = () => {};
const hung = new Promise<void>((resolve) => {
  letGo = resolve;
});
let most = 0;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { MAX_REQUESTS: MOST } });
  app.http.get('/v1/slow', { config: { rule: 'anyone' } }, async () => {
    begun++;
    most = Math.max(most, ++running);
    await setTimeout(20);
    running--;
    return {};
  });
  app.http.get('/v1/hung', { config: { rule: 'anyone' } }, async () => {
    begun++;
    await hung;
    return {};
  });
  app.http.post('/v1/echo', { config: { rule: 'anyone' } }, async (request) => request.body);
  url = await app.listen();
});

beforeEach(() => {
  begun = most = 0;
});

afterAll(() => app.close());

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
const post = (body: string, more = '') =>
  `POST /v1/echo HTTP/1.1\r\nHost: localhost\r\n${more}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

describe('requests of one connection that come together', () => {
  it('are begun one after the other', async () => {
    const answer = await exchange(url, get('/v1/slow').repeat(20) + get('/v1/slow', 'Connection: close\r\n'));

    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(21);
    expect([begun, most]).toEqual([21, 1]);
  });

  it('are answered in their order, each with its body, however the bytes come', async () => {
    const bodies = Array.from({ length: 200 }, (_, index) => JSON.stringify({ index, text: 'x'.repeat(index * 7) }));
    const bytes = bodies.map((body, index) => post(body, index === 199 ? 'Connection: close\r\n' : '')).join('');
    const socket = await openSocket(url);
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    for (let at = 0; at < bytes.length; at += 1_999) {
      socket.write(bytes.slice(at, at + 1_999));
      if (at % 7 === 0) await setTimeout(1);
    }
    await once(socket, 'close');

    expect(answer.match(/^\{"index.*\}/gm)).toEqual(bodies);
  });

  it('are each answered, be they thousands', async () => {
    const socket = await openSocket(url);
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.write(get('/v1/slow') + get('/healthz').repeat(4_000));
    await eventually(() => expect(answer.match(/HTTP\/1\.1 \d+/g)).toHaveLength(4_001), 20_000);
    socket.destroy();

    expect(answer.match(/HTTP\/1\.1 200/g)?.length).toBeGreaterThanOrEqual(MOST);
    expect(new Set(answer.match(/HTTP\/1\.1 \d+/g))).not.toContain('HTTP/1.1 500');
  });

  it('are not begun any more when their client has left, and leave their places to others', async () => {
    const sockets = await Promise.all(Array.from({ length: 5 }, () => openSocket(url)));
    for (const socket of sockets) socket.write(get('/v1/hung').repeat(MOST));
    await eventually(async () => expect((await fetch(`${url}/v1/slow`)).status).toBe(503));
    for (const socket of sockets) socket.destroy();

    await eventually(async () => expect((await fetch(`${url}/v1/slow`)).status).toBe(200));
    letGo();
    await setTimeout(200);
    expect(begun).toBeLessThanOrEqual(sockets.length + 1);
  });

  it('end with their connection where one is refused as no HTTP', async () => {
    const answer = await exchange(url, `${get('/v1/slow').repeat(3)}noise\r\n\r\n`);

    expect(answer).toMatch(/"code":"BAD_USER_INPUT"/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
