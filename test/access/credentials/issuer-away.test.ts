import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { startTokenIssuer } from '../../support/foreign/token-issuer.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { together } from '../../support/together.js';

type Answer = (response: ServerResponse, asked: number) => void;

/** Whose database all of them share. */
let first: AppUnderTest;
let tokensOfNobody: readonly string[];

beforeAll(async () => {
  first = await startAppUnderTest();
  tokensOfNobody = await tokens(60);
});

afterAll(() => first.close());

/** A service whose issuer shows its keys so. */
async function startWith(answer: Answer) {
  let asked = 0;
  const server = createServer((_, response) => answer(response, ++asked));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const service = await startAppUnderTest({
    databaseUrl: first.databaseUrl,
    config: {
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'headwater',
      OIDC_JWKS_URL: `http://127.0.0.1:${port}/keys`,
      WRONG_CREDENTIALS_PER_MINUTE: 20,
    },
  });
  return {
    service,
    asked: () => asked,
    async close() {
      await service.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function tokens(count: number): Promise<string[]> {
  const issuer = await startTokenIssuer();
  const all = Array.from({ length: count }, (_, index) => issuer.sign({ claims: { index }, expiresIn: 3_600 }));
  return Promise.all(all).finally(() => issuer.close());
}

const statusOf = async ({ http }: AppUnderTest, key: string) =>
  (await http.inject({ url: '/v1/openapi.yml', headers: bearer(key) })).statusCode;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Node's `fetch` holds what would end it so weakly that collected garbage may take it away. */
const slow: Answer = (response) => {
  const garbage = setTimeout(collectGarbage, 500);
  const drops = setInterval(() => response.write(' '), 100);
  response.on('close', () => {
    clearTimeout(garbage);
    clearInterval(drops);
  });
};

const endless: Answer = (response) => {
  response.setHeader('content-type', 'application/json');
  const chunk = Buffer.alloc(1_048_576, ' ');
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
};

/** Tokens are UNAVAILABLE then, and nobody with a key is kept waiting. */
async function keepsNobodyWaiting(answer: Answer): Promise<void> {
  const { service, asked, close } = await startWith(answer);
  try {
    const before = process.memoryUsage().rss;
    const began = performance.now();
    const statuses = Promise.all(tokensOfNobody.map((token) => statusOf(service, token)));
    // One that is broken off is told where it is waited for; until then it would end the process.
    statuses.catch(() => undefined);
    // Known to nobody yet, and from the same address.
    const { key } = await makeKey(service, { role: 'READER' });
    expect(await statusOf(service, key)).toBe(200);
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(new Set(await statuses)).toEqual(new Set([503]));
    expect(performance.now() - began).toBeLessThan(20_000);
    // One by one, and no more once that has failed.
    expect(asked()).toBeLessThan(5);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  } finally {
    await close();
  }
}

async function asksAgain(): Promise<void> {
  const issuer = await startTokenIssuer();
  const keys = await (await fetch(`${issuer.url}/keys`)).text();
  const { service, close } = await startWith((response, asked) =>
    asked === 1 ? response.writeHead(503).end() : response.end(keys),
  );
  const token = await issuer.sign({ issuer: 'https://login.example', claims: { headwater: ['OWNER'] } });
  expect(await statusOf(service, token)).toBe(503);
  await eventually(async () => expect(await statusOf(service, token)).toBe(200), 20_000);
  await Promise.all([close(), issuer.close()]);
}

describe('an issuer whose keys', () => {
  it.each<[string, Answer]>([
    ['are 10 MB', (response) => response.end(JSON.stringify({ keys: [{ x: 'x'.repeat(10_000_000) }] }))],
    ['have no end', endless],
    ['are elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['are no keys', (response) => response.end('{"keys": 5}')],
    ['are no JSON', (response) => response.end('<html>')],
    ['are refused', (response) => response.writeHead(500).end()],
  ])(
    '%s makes tokens UNAVAILABLE, and keeps nobody with a key waiting',
    (_, answer) => keepsNobodyWaiting(answer),
    60_000,
  );
});

describe('an issuer that is waited for, whose keys', () => {
  together({
    'never come makes tokens UNAVAILABLE, and keeps nobody with a key waiting': () =>
      keepsNobodyWaiting(() => undefined),
    'come slowly makes tokens UNAVAILABLE, and keeps nobody with a key waiting': () => keepsNobodyWaiting(slow),
    'are there again is asked soon': asksAgain,
  });
});
