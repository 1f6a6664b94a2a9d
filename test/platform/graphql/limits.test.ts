import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest({
    config: {
      BODY_LIMIT_BYTES: 50_000,
      QUERY_MAX_DEPTH: 6,
      QUERY_MAX_TOKENS: 1_000,
      QUERY_MAX_ALIASES: 5,
      QUERY_MAX_COMPLEXITY: 1_000,
    },
  });
});

afterAll(() => app.close());

describe('the limits of a request', () => {
  it('refuse a body that is too large, before it is read', async () => {
    const response = await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ query: '{ __typename }', padding: 'x'.repeat(50_000) }),
    });

    expect(response.statusCode).toBe(413);
    expectGraphqlError(response, 'is larger than');
  });

  it.each([
    ['is cut off', '{"query": "{ __typ', 400, 'The body is not JSON'],
    ['is another format', 'query', 415, 'send application/json'],
    ['is missing', '', 400, 'body'],
  ])('answer as GraphQL does where the body %s', async (_, payload, status, message) => {
    const type = status === 415 ? 'application/graphql' : 'application/json';
    const response = await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': type },
      payload,
    });

    expect(response.statusCode).toBe(status);
    expectGraphqlError(response, message);
  });

  it('refuse a query that is too deep', async () => {
    const deep = '{ datasets { nodes { versions { nodes { dataset { versions { nodes { id } } } } } } } }';

    const { status, errors } = await app.graphqlAnswer(deep);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('TOO_COMPLEX');
    expect(errors[0]?.message).toMatch(/6/);
  });

  it('count fragments as deep as what they hold', async () => {
    const hidden = `
      { datasets { ...a } }
      fragment a on DatasetConnection { nodes { versions { ...b } } }
      fragment b on DatasetVersionConnection { nodes { dataset { versions { nodes { id } } } } }`;

    expect((await app.graphqlError(hidden)).extensions.code).toBe('TOO_COMPLEX');
  });

  it('refuse a document of too many tokens', async () => {
    const { status, errors } = await app.graphqlAnswer(`{ ${'__typename '.repeat(1_100)} }`);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('TOO_COMPLEX');
  });

  it('refuse too many aliases', async () => {
    const aliases = Array.from({ length: 6 }, (_, index) => `a${index}: projects { name }`).join(' ');

    const { status, errors } = await app.graphqlAnswer(`{ ${aliases} }`);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('TOO_COMPLEX');
  });

  it('refuse more fields than allowed, with the figure', async () => {
    const { status, errors } = await app.graphqlAnswer('{ datasets(first: 1000) { nodes { id name } } }');

    expect(status).toBe(400);
    expect(errors[0]?.extensions).toMatchObject({ code: 'TOO_COMPLEX', expected: 1_000 });
    expect(errors[0]?.message).toMatch(/at most 1000/);
  });

  it('multiply the pages of lists within lists', async () => {
    const nested = (outer: number, inner: number) =>
      `{ datasets(first: ${outer}) { nodes { versions(first: ${inner}) { nodes { id } } } } }`;

    await expect(app.graphql(nested(10, 10))).resolves.toBeDefined();
    expect((await app.graphqlError(nested(40, 40))).extensions.code).toBe('TOO_COMPLEX');
  });

  it('count the page size of a list that names none', async () => {
    const query = '{ datasets { nodes { versions { nodes { id } } } } }';

    expect((await app.graphqlError(query)).extensions.code).toBe('TOO_COMPLEX');
  });

  it('judge every request by its own variables, though the document is known', async () => {
    const query = 'query Page($first: Int) { datasets(first: $first) { nodes { id name } } }';

    await expect(app.graphql(query, { first: 5 })).resolves.toBeDefined();
    expect((await app.graphqlError(query, { first: 1_000 })).extensions.code).toBe('TOO_COMPLEX');
    await expect(app.graphql(query, { first: 5 })).resolves.toBeDefined();
  });

  it('judge every request by the default of its variables', async () => {
    const query = 'query Page($first: Int = 1000) { datasets(first: $first) { nodes { id name } } }';

    expect((await app.graphqlError(query)).extensions.code).toBe('TOO_COMPLEX');
    await expect(app.graphql(query, { first: 5 })).resolves.toBeDefined();
  });

  it('judge the operation that is asked for, in a document of several', async () => {
    const document = `
      query Small { datasets(first: 1) { nodes { id } } }
      query Large { datasets(first: 1000) { nodes { id name } } }`;
    const ask = (operationName: string) =>
      app.http.inject({ method: 'POST', url: '/graphql', payload: { query: document, operationName } });

    expect((await ask('Small')).statusCode).toBe(200);
    expect((await ask('Large')).statusCode).toBe(400);
    expect((await ask('Small')).statusCode).toBe(200);
  });

  it('count the ids of nodes', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id name } }';

    await expect(app.graphql(query, { ids: ['a', 'b'] })).resolves.toEqual({ nodes: [null, null] });
    expect((await app.graphqlError(query, { ids: Array(600).fill('a') })).extensions.code).toBe('TOO_COMPLEX');
  });

  it.each([
    ['as they are', 'columns { ref name }', ''],
    ['in a fragment', '...Columns', 'fragment Columns on FeatureTable { columns { ref name } }'],
  ])('count the columns of feature tables by the features asked for: %s', async (_, selection, fragment) => {
    const ask = (features: readonly string[]) =>
      app.graphqlAnswer(
        `query ($features: [Ref!]!) { onlineFeatures(features: $features, entities: []) { ${selection} } } ${fragment}`,
        { features },
      );
    const refs = Array.from({ length: 600 }, (_, index) => `none:f${index}`);

    expect((await ask(refs)).errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
    expect((await ask(refs.slice(0, 100))).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const whole = Array.from({ length: 20 }, (_, index) => `none${index}:*`);
    expect((await ask(whole)).errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
    const inRoles = whole.map((ref) => `${ref}~origin`);
    expect((await ask(inRoles)).errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
  });

  it('let introspection through: GraphiQL and code generators need it', async () => {
    const relaxed = await startAppUnderTest();

    await expect(relaxed.graphql(getIntrospectionQuery())).resolves.toBeDefined();
    await relaxed.close();
  });

  it('refuse several operations in one request body', async () => {
    const response = await app.http.inject({ method: 'POST', url: '/graphql', payload: [{ query: '{ __typename }' }] });

    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

/** In the form that a client of GraphQL reads. */
function expectGraphqlError(response: { headers: object; json(): unknown }, message: string): void {
  expect(response.headers).toMatchObject({ 'content-type': expect.stringContaining('application/json') });
  expect(response.json()).toEqual({
    errors: [
      { message: expect.stringContaining(message), extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) },
    ],
  });
}
