import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const ORIGIN = 'https://notebooks.example.com';
const FOREIGN = 'https://evil.example';

let app: AppUnderTest;
let closed: AppUnderTest;

beforeAll(async () => {
  [app, closed] = await Promise.all([startAppUnderTest({ config: { CORS_ORIGINS: [ORIGIN] } }), startAppUnderTest()]);
});

afterAll(() => Promise.all([app.close(), closed.close()]));

function ask(service: AppUnderTest, origin: string) {
  const headers = { origin, 'content-type': 'application/json' };
  return service.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ __typename }' } });
}

function preflight(service: AppUnderTest, origin: string, url = '/v1/features') {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  return service.http.inject({ method: 'OPTIONS', url, headers });
}

describe('pages of an origin that CORS_ORIGINS names', () => {
  it.each(['/v1/features', '/graphql', '/v1/feature-sets/x/rows'])('may ask %s, with a key', async (url) => {
    const { statusCode, headers } = await preflight(app, ORIGIN, url);

    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    });
  });

  it('read the answers, and the headers that tell of them, but nothing that the browser knows of its user', async () => {
    const { statusCode, headers } = await ask(app, ORIGIN);

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-expose-headers': expect.stringContaining('retry-after'),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('pages of other origins', () => {
  it.each([
    ['of a service that allows some', () => app],
    ['of a service that allows none', () => closed],
  ])('read nothing %s, and change nothing', async (_, service) => {
    const asked = await ask(service(), FOREIGN);
    const { headers } = await preflight(service(), FOREIGN);

    expect(asked.statusCode).toBe(403);
    for (const found of [asked.headers, headers]) expect(found['access-control-allow-origin']).not.toBe(FOREIGN);
  });
});
