import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = `${await app.listen()}/graphql`;
});

afterAll(() => app.close());

/** The conformance suite of the GraphQL-over-HTTP specification. */
describe('POST /graphql', () => {
  const recommended = serverAudits({ url: () => url }).filter(({ name }) => !name.startsWith('MUST'));
  const required = serverAudits({ url: () => url }).filter(({ name }) => name.startsWith('MUST'));

  it.each(required.map(({ id, name, fn }) => [name, id, fn] as const))('%s (%s)', async (_name, _id, audit) => {
    const result = await audit();

    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });

  it('follows every recommendation but three: a refused document is answered 400, not 200', async () => {
    const missed: string[] = [];
    for (const { fn } of recommended) {
      const result = await fn();
      if (result.status === 'error' || result.status === 'warn') missed.push(result.name);
    }

    expect(missed).toEqual([
      'SHOULD use 200 status code on document parsing failure when accepting application/json',
      'SHOULD use 200 status code on document validation failure when accepting application/json',
      'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
    ]);
  });
});
