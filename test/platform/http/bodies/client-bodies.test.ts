import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

function post(url: string, payload: string, contentType = 'application/json') {
  return app.http.inject({ method: 'POST', url, payload, headers: { 'content-type': contentType } });
}

describe('a body', () => {
  it.each([
    [
      '/v1/features',
      '{"deployement": "production/rain", "entities": []}',
      '"deployement", which is unknown. Did you mean "deployment"?',
    ],
    [
      '/v1/features',
      '{"features": ["a:b"], "entities": [], "asof": null}',
      '"asof", which is unknown. Did you mean "asOf"?',
    ],
    [
      '/graphql',
      '{"query": "{ __typename }", "variabels": {}}',
      '"variabels", which is unknown. Did you mean "variables"?',
    ],
    ['/graphql', '{"querry": "{ __typename }"}', '"querry", which is unknown. Did you mean "query"?'],
  ])('to %s has no field that is unknown: %s', async (url, payload, message) => {
    const response = await post(url, payload);

    expect(response.statusCode).toBe(400);
    const { detail, errors } = response.json();
    expect(detail ?? errors[0].message).toContain(message);
  });

  it.each(['/v1/features', '/graphql'])('without a content-type is refused with the right one: %s', async (url) => {
    const response = await post(url, '{}', '');

    expect(response.statusCode).toBe(415);
    expect(response.payload).toContain('The content-type is missing; send application/json.');
  });

  it('of a table without a content-type is refused with the right ones', async () => {
    const response = await post('/v1/feature-sets/rain/rows', 'a,b', '');

    expect(response.statusCode).toBe(415);
    expect(response.json().detail).toContain('The content-type is missing; send application/x-ndjson, text/csv or');
  });

  it('that names something long is answered in few words', async () => {
    for (const payload of [
      { model: 'x'.repeat(900_000), entities: [] },
      { deployment: 'a/'.repeat(400_000), entities: [] },
      { features: [`${'a'.repeat(900_000)}:b`], entities: [] },
      { features: Array(6_000).fill('a:b'), entities: [] },
      { features: ['a:b'], entities: [], asOf: '2'.repeat(900_000) },
    ]) {
      const response = await post('/v1/features', JSON.stringify(payload));

      expect(response.statusCode).toBe(400);
      expect(response.payload.length).toBeLessThan(10_000);
    }
    const { errors } = await app.graphqlAnswer('query ($v: String) { datasets(after: $v) { nodes { id } } }', {
      v: 'W1'.repeat(400_000),
    });
    expect(JSON.stringify(errors).length).toBeLessThan(10_000);
  });

  it('may begin with a byte order mark', async () => {
    expect((await post('/graphql', '\uFEFF{"query": "{ __typename }"}')).statusCode).toBe(200);
  });

  it('of more than a mebibyte is refused', async () => {
    expect((await post('/graphql', JSON.stringify({ query: 'x'.repeat(1_100_000) }))).statusCode).toBe(413);
    expect((await post('/v1/features', JSON.stringify({ entities: 'x'.repeat(1_100_000) }))).statusCode).toBe(413);
  });
});

describe('half of a surrogate pair, or U+0000', () => {
  const escapes = ['\\ud800', '\\uDFFF', 'a\\ud83dz', '\\u0000'];
  const variables: [query: string, path: string, variables: string][] = [
    ['query ($v: String!) { search(text: $v) { nodes { id } } }', 'variables.v', '{"v": "<>"}'],
    [
      'mutation ($v: UpdateNodeInput!) { updateNode(input: $v) { node { id } } }',
      'variables.v.description',
      '{"v": {"id": "a", "description": "<>"}}',
    ],
    [
      'mutation ($v: UpdateNodeInput!) { updateNode(input: $v) { node { id } } }',
      'variables.v.tags[0].value',
      '{"v": {"id": "a", "tags": [{"key": "k", "value": "<>"}]}}',
    ],
    [
      'mutation ($v: StartRunInput!) { startRun(input: $v) { run { id } } }',
      'A key of variables.v.environment',
      '{"v": {"experiment": "e", "type": "TRAINING", "environment": {"<>": 1}}}',
    ],
  ];

  it.each(variables.flatMap((each) => escapes.map((escaped) => [...each, escaped] as const)))(
    'is refused where it stands in variables: %s %s %s %s',
    async (query, path, text, escaped) => {
      const payload = `{"query": ${JSON.stringify(query)}, "variables": ${text.replace('<>', escaped)}}`;

      const response = await post('/graphql', payload);

      expect(response.statusCode).toBe(400);
      expect(response.json().errors[0]).toMatchObject({
        message: expect.stringContaining(`${path} holds a NUL character or half of a surrogate pair`),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    },
  );

  it.each(escapes)('is refused in a literal: %s', async (escaped) => {
    const { status, errors } = await app.graphqlAnswer(`{ search(text: "${escaped}") { nodes { id } } }`);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it.each(escapes)('is refused in a lookup: %s', async (escaped) => {
    const response = await post('/v1/features', `{"features": ["a:b"], "entities": [{"a": "${escaped}"}]}`);

    expect(response.statusCode).toBe(400);
    expect(response.json().detail).toContain('entities[0].a holds a NUL character');
  });

  it.each(escapes)('is refused in the variables of a URL: %s', async (escaped) => {
    const query = encodeURIComponent('query ($v: String!) { search(text: $v) { nodes { id } } }');
    const variables = encodeURIComponent(`{"v": "${escaped}"}`);

    const response = await app.http.inject({ url: `/graphql?query=${query}&variables=${variables}` });

    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].message).toContain('variables.v holds a NUL character');
  });

  it.each(['/v1/training-sets/a%00b', '/v1/training-sets?name=a%00b&features=a:b', '/v1/training-sets/%ED%A0%80'])(
    'is refused in a URL: %s',
    async (url) => {
      const response = await app.http.inject(
        url.includes('?') ? { method: 'POST', url, payload: 'a', headers: { 'content-type': 'text/csv' } } : url,
      );

      expect(response.statusCode).toBe(400);
      expect(response.json().code).toBe('BAD_USER_INPUT');
    },
  );

  it('is not seen in whole pairs', async () => {
    const payload =
      '{"query": "query ($v: String!) { search(text: $v) { nodes { id } } }", "variables": {"v": "\\ud83d\\ude00"}}';

    expect((await post('/graphql', payload)).statusCode).toBe(200);
  });
});

describe('a variable of the wrong type', () => {
  it.each([
    ['query ($v: Int) { datasets(first: $v) { nodes { id } } }', { v: 'ten' }, '$v'],
    ['query ($v: Int) { datasets(first: $v) { nodes { id } } }', { v: 12345678901234567890n }, '$v'],
    ['query ($v: [ID!]!) { nodes(ids: $v) { id } }', {}, '$v'],
    ['query ($v: [ID!]!) { nodes(ids: $v) { id } }', { v: [null] }, 'v[0]'],
    ['query ($v: Boolean!) { projects @include(if: $v) { name } }', { v: 'yes' }, '$v'],
    ['query ($v: RunFilter) { runs(filter: $v) { nodes { id } } }', { v: { statuses: ['NO'] } }, 'v.statuses[0]'],
    [
      'mutation ($v: LogRunInput!) { logRun(input: $v) { run { id } } }',
      { v: { run: 'a', metrics: [{ name: 'a', value: 'b' }] } },
      'v.metrics[0].value',
    ],
    [
      'mutation ($v: StartRunInput!) { startRun(input: $v) { run { id } } }',
      { v: { experiment: 'e', type: 'TRAINING', environment: 5 } },
      'v.environment',
    ],
  ])('is a mistake of the client, and named: %s %j', async (query, variables, place) => {
    const { status, errors } = await app.graphqlAnswer(query, variables);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toContain(place);
  });
});
