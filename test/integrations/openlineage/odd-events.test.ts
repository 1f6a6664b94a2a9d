import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type Fields, runEvent, tell } from './told.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const dataset = (name: string, facets: Fields = {}) => ({ namespace: 'ns', name, facets });

describe('odd events', () => {
  const odd: [string, Fields][] = [
    ['no event type', { eventType: undefined }],
    ['a type in small letters', { eventType: 'complete' }],
    ['a type that there is not', { eventType: 'PAUSED' }],
    ['nine digits of a second', { eventTime: '2026-11-24T10:05:00.123456789Z' }],
    ['no zone', { eventTime: '2026-11-24T10:05:00.1' }],
    ['an offset', { eventTime: '2026-11-24T12:05:00+0200' }],
    ['no schema, no producer', { schemaURL: undefined, producer: undefined }],
    ['null for lists', { inputs: null, outputs: null }],
    ['facets of nothing', { run: { runId: 'odd', facets: { a: null, b: 7, c: [], d: {} } } }],
    [
      'a run that is a part of itself',
      { run: { runId: 'odd', facets: { parent: { run: { runId: 'odd' }, job: { namespace: 'n', name: 'j' } } } } },
    ],
    ['letters of the world', { job: { namespace: '生', name: 'données\u0000 \ud800 \u202e' } }],
    ['long names', { job: { namespace: 'n'.repeat(300), name: 'j'.repeat(5_000) }, run: { runId: 'r'.repeat(900) } }],
    [
      'names that meet',
      {
        inputs: [
          { namespace: 'a/b', name: 'c' },
          { namespace: 'a', name: 'b/c' },
        ],
      },
    ],
    [
      'a dataset twice, read and written',
      { inputs: [dataset('x', { a: { n: 1 } }), dataset('x', { a: { n: 2 } })], outputs: [dataset('x')] },
    ],
    [
      'a dataset that is another name of itself',
      { outputs: [dataset('x', { symlinks: { identifiers: [dataset('x')] } })] },
    ],
    [
      'keys of JavaScript',
      { run: { runId: '__proto__', facets: JSON.parse('{"__proto__": {"a": 1}, "constructor": {}}') } },
    ],
  ];

  it.each(odd)('are taken: %s', async (_, more) => {
    const answer = await tell(app, runEvent({ run: { runId: 'odd' }, ...more }));
    expect(answer).toMatchObject({ status: 201 });
  });

  it('of different names mean different nodes', async () => {
    const { datasets } = await app.graphql<{ datasets: { nodes: { name: string }[] } }>(
      '{ datasets(first: 1000) { nodes { name } } }',
    );
    const names = datasets.nodes.map(({ name }) => name).filter((name) => name.startsWith('a/b'));
    expect(names.sort()).toEqual(['a/b/c', expect.stringMatching(/^a\/b\/c #[0-9a-f]{16}$/)]);
  });
});
