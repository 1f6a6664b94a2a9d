import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

describe('a service on a loopback address', () => {
  it.each([
    'localhost',
    'LocalHost:4000',
    'localhost.',
    'localhost.:80',
    '127.0.0.1',
    '127.9.8.7:1',
    '[::1]',
    '[::1]:4000',
  ])('answers a request for %s', async (host) => {
    expect((await get({ host })).statusCode).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    '127.0.0.1@evil.example',
    'evil.example#localhost',
    'localhost:80:80',
    '127.0.0.256',
    '10.0.0.1',
    '[::2]',
    '::1',
  ])('refuses a request for "%s", and names the setting', async (host) => {
    const response = await get({ host });

    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('ALLOWED_HOSTS') });
  });

  it('refuses a request without Host, as HTTP/1.0 allows', async () => {
    expect(await exchange(url, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 .*ALLOWED_HOSTS/s);
    expect(await exchange(url, 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(url, 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('looks at the host of an absolute URL too, which counts more than the header', async () => {
    const foreign = 'GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    const own = 'GET http://localhost:4000/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

    expect(await exchange(url, foreign)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await exchange(url, own)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('refuses foreign addresses that do not exist as well', async () => {
    const response = await app.http.inject({ url: '/v1/nothing', headers: { host: 'evil.example' } });

    expect(response.statusCode).toBe(403);
  });

  it.each(['http://evil.example', 'https://localhost.evil.example', 'null', 'http://localhost@evil.example'])(
    'refuses GraphQL and changes that a page of %s asks for',
    async (origin) => {
      const headers = { host: 'localhost:4000', origin, 'content-type': 'application/json' };
      const post = { method: 'POST', headers, payload: '{"query":"{ __typename }"}' } as const;

      expect((await app.http.inject({ url: '/graphql', ...post })).statusCode).toBe(403);
      expect((await app.http.inject({ url: '/v1/features', ...post })).json()).toMatchObject({ code: 'FORBIDDEN' });
      expect((await app.http.inject({ url: '/graphql?query={__typename}', headers })).statusCode).toBe(403);
      expect((await get(headers)).statusCode).toBe(200);
    },
  );

  it.each(['http://localhost:5173', 'http://127.0.0.1:4000', 'https://[::1]'])(
    'answers what a page of %s asks for',
    async (origin) => {
      const headers = { host: 'localhost:4000', origin, 'content-type': 'application/json' };
      const response = await app.http.inject({
        method: 'POST',
        url: '/graphql',
        headers,
        payload: '{"query":"{ __typename }"}',
      });

      expect(response.statusCode).toBe(200);
    },
  );
});

describe('ALLOWED_HOSTS', () => {
  it('lets others in, on loopback and elsewhere, and nobody else', async () => {
    for (const HOST of ['127.0.0.1', '0.0.0.0']) {
      const behindProxy = await startAppUnderTest({
        config: { HOST, ACCESS: 'open', ALLOWED_HOSTS: ['Headwater.Example'] },
      });
      const statusFor = async (host: string) =>
        (await behindProxy.http.inject({ url: '/healthz', headers: { host } })).statusCode;

      expect(await statusFor('headwater.example:443')).toBe(200);
      expect(await statusFor('localhost')).toBe(200);
      expect(await statusFor('evil.example')).toBe(403);
      await behindProxy.close();
    }
  });

  it('is not needed where the service listens for others, and * turns the check off', async () => {
    for (const config of [{ HOST: '0.0.0.0', ACCESS: 'open' as const }, { ALLOWED_HOSTS: ['*'] }]) {
      const open = await startAppUnderTest({ config });

      expect((await open.http.inject({ url: '/healthz', headers: { host: 'any.example' } })).statusCode).toBe(200);
      await open.close();
    }
  });
});

function get(headers: Record<string, string>) {
  return app.http.inject({ url: '/healthz', headers });
}
