import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'weather', features: [{ name: 'x', type: 'INT64' }] });
  await writeRows(app, 'weather', [{ airport: 'SEA', x: 1, event_time: '2026-01-01T00:00:00Z' }]);
});

afterAll(() => app.close());

const LOOKUP = `query Lookup($features: [Ref!]!, $entities: EntityKeys!) {
  onlineFeatures(features: $features, entities: $entities) { values statuses }
}`;
const VARIABLES = { features: ['weather:x'], entities: [{ airport: 'SEA' }, { airport: '"\\u2028' }] };

/** The same request by both ways: a URL with a query is left to Apollo. */
async function bothWays(body: object, headers: Readonly<Record<string, string>> = {}) {
  const ask = async (url: string) => {
    const answer = await app.http.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
    const { 'x-request-id': _id, date: _date, ...kept } = answer.headers;
    return { status: answer.statusCode, headers: kept, body: answer.body.replaceAll(/"requestId":"[^"]*"/g, '') };
  };
  return [await ask('/graphql'), await ask('/graphql?by=apollo')] as const;
}

describe('a query that was answered before', () => {
  beforeAll(async () => {
    for (let time = 0; time < 2; time++) {
      await app.graphql(LOOKUP, VARIABLES);
      await app.graphql('{ featureSets { nodes { name } } }');
    }
  });

  it.each([
    ['as it was', { query: LOOKUP, variables: VARIABLES }, {}],
    ['by its name', { query: LOOKUP, variables: VARIABLES, operationName: 'Lookup' }, {}],
    ['without variables', { query: '{ featureSets { nodes { name } } }' }, {}],
    ['with variables that are null', { query: '{ featureSets { nodes { name } } }', variables: null }, {}],
    ['accepting anything', { query: LOOKUP, variables: VARIABLES }, { accept: '*/*' }],
    [
      'accepting another type',
      { query: LOOKUP, variables: VARIABLES },
      { accept: 'application/graphql-response+json' },
    ],
    ['accepting nothing that there is', { query: LOOKUP, variables: VARIABLES }, { accept: 'text/html' }],
    ['by another name', { query: LOOKUP, variables: VARIABLES, operationName: 'Other' }, {}],
    ['without its variables', { query: LOOKUP }, {}],
    ['with variables that are a list', { query: LOOKUP, variables: [VARIABLES] }, {}],
    ['with variables that are text', { query: LOOKUP, variables: 'all' }, {}],
    ['with a variable of the wrong type', { query: LOOKUP, variables: { ...VARIABLES, features: [1] } }, {}],
    [
      'with a list that is too long',
      { query: LOOKUP, variables: { ...VARIABLES, features: Array(20_000).fill('a:b') } },
      {},
    ],
    ['about what there is not', { query: LOOKUP, variables: { ...VARIABLES, features: ['rain:x'] } }, {}],
    ['with a field that nobody knows', { query: LOOKUP, variables: VARIABLES, more: 1 }, {}],
    ['in a project that there is not', { query: LOOKUP, variables: VARIABLES }, { 'headwater-project': 'nowhere' }],
  ])('is answered as Apollo answers it: %s', async (_, body, headers) => {
    const [known, apollo] = await bothWays(body, headers as Record<string, string>);

    expect(known).toEqual(apollo);
  });

  it('sees what has changed since', async () => {
    await writeRows(app, 'weather', [{ airport: 'SEA', x: 2, event_time: '2026-01-02T00:00:00Z' }]);

    expect(await app.graphql(LOOKUP, { features: ['weather:x'], entities: [{ airport: 'SEA' }] })).toEqual({
      onlineFeatures: { values: [[2]], statuses: [['PRESENT']] },
    });
  });
});

describe('what is more than plain', () => {
  it('is done once each time it is asked', async () => {
    const start = `mutation { startRun(input: {type: TRAINING, name: "again"}) { created } }`;
    for (let time = 0; time < 3; time++) await app.graphql(start);

    const { runs } = await app.graphql<{ runs: { nodes: unknown[] } }>(
      '{ runs(filter: {nameContains: "again"}) { nodes { id } } }',
    );

    expect(runs.nodes).toHaveLength(3);
  });

  it('keeps its limit when its pages are longer the next time', async () => {
    const query =
      'query ($n: Int) { featureSets(first: $n) { nodes { name versions(first: 1000) { nodes { id } } } } }';
    await app.graphql(query, { n: 1 });
    await app.graphql(query, { n: 1 });

    const [known, apollo] = await bothWays({ query, variables: { n: 1000 } });

    expect(known).toEqual(apollo);
    expect(known.body).toContain('TOO_COMPLEX');
  });
});
