import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { exchange, openSocket } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LONG = '/v1/long';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({
    config: {
      HEADERS_TIMEOUT_MS: 1_000,
      LEAST_BYTES_PER_SECOND: 1_000,
      WANTED_BYTES_PER_SECOND: 20_000,
      RATE_WINDOW_MS: 3_000,
      INGEST_CONCURRENCY: 1,
      ANSWER_LIMIT_BYTES: 20_000_000,
      ANSWER_MEMORY_BYTES: 50_000_000,
    },
  });
  app.http.get(LONG, { config: { rule: 'anyone' } }, async (_request, reply) =>
    reply.type('application/json').send(`"${'x'.repeat(15_000_000)}"`),
  );
  app.http.get('/v1/too-long', { config: { rule: 'anyone' } }, async (_request, reply) =>
    reply.send('ü'.repeat(15_000_000)),
  );
  url = await app.listen();
});

afterAll(() => app.close());

describe('a request that does not come', () => {
  it.each([
    ['nothing', ''],
    ['half a line', 'GET /hea'],
    ['half of its headers', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nx-a: '],
  ])('is answered 408 after %s', async (_what, head) => {
    const answer = await exchange(url, head);

    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"TIMEOUT"/s);
  });

  it('is answered 408 after half of its JSON', async () => {
    const answer = await exchange(url, post('/graphql', 'application/json', 100, '{"query": '));

    expect(answer).toMatch(/^HTTP\/1\.1 408 .*connection: close.*LEAST_BYTES_PER_SECOND.*"code":"TIMEOUT"/is);
  });

  it('is answered 408 where its body comes drop by drop, and leaves its place to others', async () => {
    const slow = await openSocket(url);
    slow.write(post('/v1/training-sets?name=a&features=b', 'text/csv', 100_000, 'event_time\n'));
    const drops = setInterval(() => slow.write('2001-01-01\n'), 200);
    const answer = once(slow, 'data');

    const next = await fetch(`${url}/v1/training-sets?name=a&features=b`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'event_time\n',
    });
    clearInterval(drops);

    expect(next.status).not.toBe(429);
    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 408 .*too slowly/s);
    slow.destroy();
  });

  it('may keep a place for as long as nobody else wants it', async () => {
    const path = '/v1/training-sets?name=a&features=b';
    const slow = await openSocket(url);
    slow.write(post(path, 'text/csv', 1_000_000, 'event_time\n'));
    const sending = setInterval(() => slow.write('2001-01-01\n'.repeat(60)), 200);
    const answer = once(slow, 'data').then(([data]) => String(data));

    // Longer than the rate is looked at over.
    await expect(Promise.race([answer, setTimeout(7_000, 'none')])).resolves.toBe('none');
    const next = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'event_time\n',
    });
    clearInterval(sending);

    expect(next.status).not.toBe(429);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 .*while others wait for its place: less than 20000 bytes a second/s);
    slow.destroy();
  }, 40_000);

  it('may come slowly, if fast enough', async () => {
    const body = JSON.stringify({ query: `{ __typename } #${'x'.repeat(8_000)}` });
    const socket = await openSocket(url);
    const answer = once(socket, 'data');
    socket.write(post('/graphql', 'application/json', body.length, ''));
    for (let at = 0; at < body.length; at += 500) {
      socket.write(body.slice(at, at + 500));
      await setTimeout(250);
    }

    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});

describe('an answer that is not read', () => {
  it('is broken off, and until then others are told to wait instead of filling the memory', async () => {
    const unread = await Promise.all(Array.from({ length: 5 }, () => openSocket(url)));
    for (const socket of unread) socket.pause().write(`GET ${LONG} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await eventually(() => expect(unread.filter(({ bytesRead }) => bytesRead > 10_000)).toHaveLength(3));

    await eventually(async () => {
      const refused = await fetch(`${url}${LONG}`);
      const text = await refused.text();
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
      expect(JSON.parse(text)).toMatchObject({ code: 'UNAVAILABLE' });
    });
    await eventually(async () => expect((await fetch(`${url}${LONG}`)).status).toBe(200), 20_000);
    for (const socket of unread) socket.destroy();
  });

  it('may be read slowly, if fast enough, and comes whole', async () => {
    const response = await new Promise<NodeJS.ReadableStream>((resolve) => {
      httpRequest(`${url}${LONG}`, resolve).end();
    });
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      if (bytes < 2_000_000) await setTimeout(50);
    }

    expect(bytes).toBe(15_000_002);
  });

  it('is refused where it is longer than allowed', async () => {
    const response = await fetch(`${url}/v1/too-long`);

    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'TOO_COMPLEX',
      detail: expect.stringContaining('ANSWER_LIMIT_BYTES'),
      found: 30_000_000,
    });
  });
});

function post(path: string, type: string, length: number, begin: string): string {
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n${begin}`;
}
