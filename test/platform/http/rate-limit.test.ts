import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type AnswerTo, requestFrom } from '../../support/service/request-from.js';

const MOST = 20;
const WINDOW_MS = 1_100;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { RATE_LIMIT_PER_ADDRESS: MOST, TRUST_PROXY: ['127.0.0.9'] } });
  url = await app.listen();
});

afterAll(() => app.close());

function burst(address: string, path: string, headers: Record<string, string> = {}): Promise<AnswerTo[]> {
  return Promise.all(Array.from({ length: 5 * MOST }, () => requestFrom(address, `${url}${path}`, { headers })));
}

const statuses = (answers: readonly AnswerTo[]) => [...new Set(answers.map(({ status }) => status))].sort();

describe('the limit of requests from one address', () => {
  it('refuses what is too much, says which limit, and when to come back', async () => {
    const answers = await burst('127.0.0.2', '/v1/nothing');
    const refused = answers.filter(({ status }) => status === 429);

    // A second may begin anew meanwhile.
    expect(refused.length).toBeGreaterThanOrEqual(MOST);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(MOST);
    expect(refused[0]?.headers).toMatchObject({
      'retry-after': '1',
      'content-type': expect.stringContaining('application/problem+json'),
    });
    expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({
      code: 'RATE_LIMITED',
      status: 429,
      limit: 'RATE_LIMIT_PER_ADDRESS',
      expected: MOST,
      detail: expect.stringContaining('"127.0.0.2"'),
    });
  });

  it('harms nobody else, and ends with the second', async () => {
    const [, other] = await Promise.all([
      burst('127.0.0.2', '/v1/nothing'),
      requestFrom('127.0.0.3', `${url}/v1/nothing`),
    ]);
    await sleep(WINDOW_MS);
    const again = await requestFrom('127.0.0.2', `${url}/v1/nothing`);

    expect([other.status, again.status]).toEqual([404, 404]);
  });

  it('answers GraphQL in its own form', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = { 'content-type': 'application/json' };
    const answers = await Promise.all(
      Array.from({ length: 5 * MOST }, () => requestFrom('127.0.0.4', `${url}/graphql`, { body, headers })),
    );
    const refused = answers.find(({ status }) => status === 429);

    expect(refused?.headers['retry-after']).toBe('1');
    expect(JSON.parse(refused?.body ?? '')).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  });

  it('never refuses those who ask how the service is', async () => {
    expect(statuses(await burst('127.0.0.5', '/healthz'))).toEqual([200]);
  });

  it('counts the client that a proxy in front speaks for, and nobody whom a stranger names', async () => {
    await burst('127.0.0.9', '/v1/nothing', { 'x-forwarded-for': '203.0.113.7' });
    const other = await requestFrom('127.0.0.9', `${url}/v1/nothing`, {
      headers: { 'x-forwarded-for': '203.0.113.8' },
    });
    const forged = await Promise.all(
      Array.from({ length: 5 * MOST }, (_, index) =>
        requestFrom('127.0.0.6', `${url}/v1/nothing`, { headers: { 'x-forwarded-for': `203.0.113.${index}` } }),
      ),
    );

    expect(other.status).toBe(404);
    expect(statuses(forged)).toEqual([404, 429]);
  });
});
