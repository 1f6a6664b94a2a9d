import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { exchange, openSocket } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { together } from '../../support/together.js';

const LONG = '/v1/long';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({
    config: {
      HEADERS_TIMEOUT_MS: 1_000,
      LEAST_BYTES_PER_SECOND: 1_000,
      WANTED_BYTES_PER_SECOND: 20_000,
      RATE_WINDOW_MS: 2_000,
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

const UPLOAD = '/v1/training-sets?name=a&features=b';

/** Somebody else who wants the place of an upload. */
const upload = () =>
  fetch(`${url}${UPLOAD}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'event_time\n' });

async function isAnswered408After(head: string, answer = /^HTTP\/1\.1 408 .*"code":"TIMEOUT"/s): Promise<void> {
  expect(await exchange(url, head)).toMatch(answer);
}

async function leavesItsPlace(): Promise<void> {
  const slow = await openSocket(url);
  slow.write(post(UPLOAD, 'text/csv', 100_000, 'event_time\n'));
  const drops = setInterval(() => slow.write('2001-01-01\n'), 200);
  const answer = once(slow, 'data');

  const next = await upload();
  clearInterval(drops);

  expect(next.status).not.toBe(429);
  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 408 .*too slowly/s);
  slow.destroy();
}

async function keepsItsPlace(): Promise<void> {
  const slow = await openSocket(url);
  slow.write(post(UPLOAD, 'text/csv', 1_000_000, 'event_time\n'));
  const sending = setInterval(() => slow.write('2001-01-01\n'.repeat(120)), 200);
  const answer = once(slow, 'data').then(([data]) => String(data));

  // Longer than the rate is looked at over.
  await expect(Promise.race([answer, setTimeout(4_500, 'none')])).resolves.toBe('none');
  const next = await upload();
  clearInterval(sending);

  expect(next.status).not.toBe(429);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*while others wait for its place: less than 20000 bytes a second/s);
  slow.destroy();
}

async function comesSlowly(): Promise<void> {
  const body = JSON.stringify({ query: `{ __typename } #${'x'.repeat(30_000)}` });
  const socket = await openSocket(url);
  const answer = once(socket, 'data');
  socket.write(post('/graphql', 'application/json', body.length, ''));
  for (let at = 0; at < body.length; at += 2_000) {
    socket.write(body.slice(at, at + 2_000));
    await setTimeout(250);
  }

  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
}

describe('a request that does not come', () => {
  together({
    'is answered 408 after nothing': () => isAnswered408After(''),
    'is answered 408 after half a line': () => isAnswered408After('GET /hea'),
    'is answered 408 after half of its headers': () =>
      isAnswered408After('GET /healthz HTTP/1.1\r\nHost: localhost\r\nx-a: '),
    'is answered 408 after half of its JSON': () =>
      isAnswered408After(
        post('/graphql', 'application/json', 100, '{"query": '),
        /^HTTP\/1\.1 408 .*connection: close.*LEAST_BYTES_PER_SECOND.*"code":"TIMEOUT"/is,
      ),
    'may come slowly, if fast enough': comesSlowly,
    // There is one place, which both want.
    'is answered 408 where its body comes drop by drop, and leaves its place to others; and may keep it as long as nobody else wants it':
      async () => {
        await leavesItsPlace();
        await keepsItsPlace();
      },
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
