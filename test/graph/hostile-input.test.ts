import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet, WRITE_FEATURES } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'by_text', features: [{ name: 'x', type: 'INT64' }] });
  await seedFeatureSet(app, {
    name: 'by_number',
    entity: 'number',
    joinKeys: [{ name: 'k', type: 'INT64' }],
    features: [{ name: 'x', type: 'INT64' }],
  });
});

afterAll(() => app.close());

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');
const randomKey = Array.from({ length: 20_000 }, (_, i) =>
  String.fromCharCode(97 + ((i * 7919) % 26) * (i % 3 === 0 ? 1 : 0)),
).join('');

describe('input that no index would hold', () => {
  it.each([
    ['a subscription', 'subscription { x }', {}],
    ['a search for thousands of letters', `{ search(text: "${'a'.repeat(3000)}") { nodes { id } } }`, {}],
    ['a time in the year 0', '{ lineage(of: ["by_text"], asOf: "0000-01-01T00:00:00Z") { complete } }', {}],
    [
      'a description of half a megabyte',
      'mutation ($d: String) { updateNode(input: { id: "by_text", description: $d }) { node { id } } }',
      { d: words(50_000) },
    ],
    [
      'a key of 20,000 characters',
      WRITE_FEATURES,
      { input: { featureSet: 'by_text', rows: [{ airport: randomKey, x: 1, event_time: '2026-01-01T00:00:00Z' }] } },
    ],
  ])('is refused as a mistake of the caller: %s', async (_what, query, variables) => {
    const [error] = await app.graphqlErrors(query, variables);

    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is refused as a mistake of the caller: a persisted query', async () => {
    const payload = { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } };

    const answer = (await app.http.inject({ method: 'POST', url: '/graphql', payload })).json();

    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

it('gives back a key beyond 2^53 with all its digits', async () => {
  const table = await lookUp(app, ['by_number:x'], [{ k: 2n ** 63n - 1n }]);

  expect(table.entities).toEqual([{ k: 2n ** 63n - 1n }]);
});

it('refuses a number beyond 2^53 in the place of a time or a reference with its digits', async () => {
  const number = 2n ** 53n + 1n;
  const query = 'query ($ref: Ref!, $at: DateTime) { lineage(of: [$ref], asOf: $at) { complete } }';

  const errors = await app.graphqlErrors(query, { ref: { note: number }, at: number });

  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  expect(errors.map(({ message }) => message).join()).toContain(String(number));
});
