import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('an address that does not exist', () => {
  it.each([
    ['POST /v1/feature', 'Did you mean POST /v1/features?'],
    ['POST /v1/Features/', 'Did you mean POST /v1/features?'],
    ['POST /v1/feature-set/rain@1/rows', 'Did you mean POST /v1/feature-sets/:ref/rows?'],
    ['GET /v1/trainingsets/april@1', 'Did you mean GET /v1/training-sets/:ref or POST /v1/training-sets?'],
    ['POST /grapql', 'Did you mean GET /graphql or POST /graphql?'],
    ['GET /metric', 'Did you mean GET /metrics?'],
    ['GET /v1/everything-there-is', 'Under /v1 there are GET /v1/artifacts, PUT /v1/artifacts/:node/:path, '],
    ['GET /wp-login.php', 'GraphQL is POST /graphql'],
  ])('%s: %s', async (request, hint) => {
    const [method, url] = request.split(' ') as ['GET' | 'POST', string];

    const response = await app.http.inject({ method, url });

    expect(response.statusCode).toBe(404);
    expect(response.json().detail).toContain(`There is no ${request}. ${hint}`);
  });

  it('is not repeated at any length', async () => {
    const response = await app.http.inject({ method: 'GET', url: `/v1/${'x'.repeat(10_000)}` });

    expect(response.payload.length).toBeLessThan(1_500);
  });
});

describe('a parameter of an address that does not exist', () => {
  it('is answered with the one that was meant', async () => {
    const response = await app.http.inject({
      method: 'POST',
      url: '/v1/feature-sets/rain/rows?on-eror=skip',
      headers: { 'content-type': 'text/csv' },
      payload: 'a',
    });

    expect(response.json()).toMatchObject({
      code: 'BAD_USER_INPUT',
      detail: expect.stringMatching(/There is no parameter "on-eror".*Did you mean "on-error"\?/),
    });
  });
});
