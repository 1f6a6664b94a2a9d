import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { BATCH, type Fields, runEvent, tell } from './told.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const countNodes = async () =>
  ((await app.database.dataSource.query('select count(*)::int as count from node')) as { count: number }[])[0]?.count;
const times = <Item>(count: number, make: (index: number) => Item) => Array.from({ length: count }, (_, n) => make(n));
const facets = (count: number, prefix = 'f'): Fields =>
  Object.fromEntries(times(count, (index) => [`${prefix}${index}`, { n: index }]));
const datasets = (count: number, more: Fields = {}) =>
  times(count, (index) => ({ namespace: 'ns', name: `hostile-${index}`, ...more }));

describe('a hostile event', () => {
  it.each<[string, () => string | Fields]>([
    ['JSON deeper than anything is', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['lists deeper than anything is', () => `${'['.repeat(500_000)}`],
    ['more datasets than a job has', () => runEvent({ inputs: datasets(5_001) })],
    ['more facets than anybody reads', () => runEvent({ inputs: datasets(60, { facets: facets(999) }) })],
    [
      'a thousand and one facets of one thing',
      () => runEvent({ job: { namespace: 'n', name: 'j', facets: facets(1_001) } }),
    ],
    ['a facet with an endless name', () => runEvent({ run: { runId: 'r', facets: { ['x'.repeat(10_000)]: {} } } })],
    ['half of a text', () => '{"eventTime": "2026-11-24T10:05:00Z", "run": {"runId": "'],
    ['a number that is none', () => '{"eventTime": 1e999999}'],
  ])('is refused with the reason, and leaves nothing: %s', async (_, make) => {
    const before = await countNodes();

    const { status, body } = await tell(app, make());

    expect([status, body.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(String(body.detail).length).toBeGreaterThan(20);
    expect(await countNodes()).toBe(before);
  });

  it('is refused however it is packed: zeros that unpack to more than is read', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, 0x20), { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);

    const answer = await tell(app, bomb, { 'content-encoding': 'gzip' });

    expect(answer.status).toBe(413);
    expect((await tell(app, bomb.subarray(0, 500), { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('among others is named by its number, and the others are taken', async () => {
    const batch = [
      runEvent({ run: { runId: 'good-1' } }),
      runEvent({ inputs: datasets(5_001) }),
      null,
      7,
      [],
      runEvent({ run: { runId: 'good-2' } }),
    ];

    const { body } = await tell(app, batch, { url: BATCH });

    expect(body).toMatchObject({
      status: 'partial_success',
      summary: { received: 6, successful: 2, failed: 4, retriable: 0 },
    });
    expect((body.failed_events as { index: number }[]).map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  });

  it('that twenty send at one time is taken once', async () => {
    const event = runEvent({ run: { runId: 'at once' }, inputs: datasets(20) });

    const answers = await Promise.all(times(20, () => tell(app, event)));

    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 201));
    expect(answers.filter(({ body }) => body.created === true)).toHaveLength(1);
  });
});

describe('a hostile question', () => {
  it.each([
    'lineage(of: $of, limit: 100001) { complete }',
    'lineage(of: $of, depth: 1001) { complete }',
    'lineage(of: $of, after: "WyJVUFNUUkVBTSIsIm5vbmUiXQ") { complete }',
    'impact(of: $of, limit: 100000) { count }',
    'contamination(of: "hostile", limit: 0) { count }',
    'contamination(of: "\'; drop table node; --") { count }',
  ])('is refused: %s', async (question) => {
    const named = question.includes('$of');
    const query = named ? `query ($of: [Ref!]!) { ${question} }` : `{ ${question} }`;

    const error = await app.graphqlError(query, named ? { of: ['"ns/hostile-0"'] } : {});

    expect(['BAD_USER_INPUT', 'NOT_FOUND', 'TOO_COMPLEX']).toContain(error.extensions.code);
  });
});
