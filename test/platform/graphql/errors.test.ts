import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('a GraphQL error', () => {
  it('says BAD_USER_INPUT with the place for a document that does not parse', async () => {
    const { status, errors } = await app.graphqlAnswer('{ datasets');

    expect(status).toBe(400);
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' }, locations: [{ line: 1, column: 11 }] }),
    ]);
  });

  it('says BAD_USER_INPUT for a field that does not exist', async () => {
    const error = await app.graphqlError('{ datasetz { nodes { id } } }');

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('datasetz');
  });

  it('names field and value of a wrong argument, and its path', async () => {
    const error = await app.graphqlError('{ datasets(first: 5000) { nodes { id } } }');

    expect(error).toMatchObject({
      path: ['datasets'],
      extensions: { code: 'BAD_USER_INPUT', field: 'first', found: 5000 },
    });
    expect(error.message).toContain('1 to 1000');
  });

  it.each([
    [
      'an argument',
      'ExpiredPolicy = VALUE',
      'onlineFeatures(features: [], entities: [], onExpired: $value) { readAt }',
    ],
    ['a directive', 'Boolean = true', 'datasets @include(if: $value) { nodes { id } }'],
    ['a directive further in', 'Boolean = true', 'datasets { nodes @include(if: $value) { id } }'],
  ])('says BAD_USER_INPUT for a variable that is null where %s takes none', async (_what, type, field) => {
    const error = await app.graphqlError(`query ($value: ${type}) { ${field} }`, { value: null });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('must not be null');
  });

  it('says NOT_FOUND with what was looked for when a mutation needs something that is not there', async () => {
    const error = await app.graphqlError('mutation { deleteNode(input: { id: "no_such" }) { node { id } } }');

    expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', found: 'no_such' });
  });

  it('masks what went wrong inside, and logs the cause under the errorId that it gives', async () => {
    const broken = await startAppUnderTest();
    await new Seed(broken).datasetVersion('flights');
    await broken.database.pool.query('alter table dataset_version rename column digest to secret_digest');

    const error = await broken.graphqlError('{ datasetVersion(ref: "flights@1") { digest } }');

    expect(error.extensions).toEqual({ code: 'INTERNAL', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(error.message).not.toMatch(/column|digest/i);
    const logged = broken.log.find((line) => line.errorId === error.extensions.errorId);
    expect(logged?.err?.message).toContain('does not exist');
    await broken.close();
  });

  it('is counted by operation and code', async () => {
    await app.graphqlErrors('query CountMe { datasets(first: 0) { nodes { id } } }');

    const metrics = await app.http.inject('/metrics');

    expect(metrics.payload).toContain(
      'headwater_graphql_errors_total{operation="CountMe",code="BAD_USER_INPUT",role="lookups,api,jobs"} 1',
    );
  });
});
