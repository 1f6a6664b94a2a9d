import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { startTokenIssuer } from '../../support/foreign/token-issuer.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

type Answer = (response: ServerResponse, asked: number) => void;

let server: Server | undefined;
let app: AppUnderTest | undefined;

afterEach(async () => {
  await app?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A service whose issuer shows its keys so. */
async function startWith(answer: Answer): Promise<{ readonly app: AppUnderTest; readonly asked: () => number }> {
  let asked = 0;
  server = createServer((_, response) => answer(response, ++asked));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  app = await startAppUnderTest({
    config: {
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'headwater',
      OIDC_JWKS_URL: `http://127.0.0.1:${port}/keys`,
      WRONG_CREDENTIALS_PER_MINUTE: 20,
    },
  });
  return { app, asked: () => asked };
}

async function tokens(count: number): Promise<string[]> {
  const issuer = await startTokenIssuer();
  const all = Array.from({ length: count }, (_, index) => issuer.sign({ claims: { index } }));
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

describe('an issuer whose keys', () => {
  it.each<[string, Answer]>([
    ['never come', () => undefined],
    ['come slowly', slow],
    ['are 10 MB', (response) => response.end(JSON.stringify({ keys: [{ x: 'x'.repeat(10_000_000) }] }))],
    ['have no end', endless],
    ['are elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['are no keys', (response) => response.end('{"keys": 5}')],
    ['are no JSON', (response) => response.end('<html>')],
    ['are refused', (response) => response.writeHead(500).end()],
  ])(
    '%s makes tokens UNAVAILABLE, and keeps nobody with a key waiting',
    async (_, answer) => {
      const { app: service, asked } = await startWith(answer);
      const [first = '', ...more] = await tokens(60);
      const before = process.memoryUsage().rss;
      const began = performance.now();
      const statuses = Promise.all([statusOf(service, first), ...more.map((token) => statusOf(service, token))]);
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
    },
    60_000,
  );

  it('are there again is asked soon', async () => {
    const issuer = await startTokenIssuer();
    const keys = await (await fetch(`${issuer.url}/keys`)).text();
    const { app: service } = await startWith((response, asked) =>
      asked === 1 ? response.writeHead(503).end() : response.end(keys),
    );
    const token = await issuer.sign({ issuer: 'https://login.example', claims: { headwater: ['OWNER'] } });
    expect(await statusOf(service, token)).toBe(503);
    await eventually(async () => expect(await statusOf(service, token)).toBe(200), 20_000);
    await issuer.close();
  }, 60_000);
});
