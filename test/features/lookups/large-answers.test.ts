import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ingest } from '../ingest/ingest-client.js';

const KEYS = 1_500;
const FEATURES = 110;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const features = Array.from({ length: FEATURES }, (_, index) => ({ name: `f${index}`, type: 'STRING' }));
  await seedFeatureSet(app, { name: 'wide', features, ttlSeconds: 3_600 });
  const rows = Array.from({ length: KEYS - 300 }, (_, key) =>
    JSON.stringify({
      airport: `"${key}\\,{é}`,
      ...Object.fromEntries(features.map(({ name }, index) => [name, index % 7 === 0 ? null : `${key}, "${name}" 🛫`])),
      event_time: key % 2 === 0 ? '2026-01-01T00:00:00Z' : new Date().toISOString(),
    }),
  );
  expect((await ingest(url, 'wide', rows.join('\n'))).body).toMatchObject({ written: KEYS - 300 });
}, 120_000);

afterAll(() => app.close());

const keyOf = (key: number) => `"${key}\\,{é}`;

async function lookUp(features: string[], keys: string[], include?: string[]): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/v1/features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ features, entities: { airport: keys }, include }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('a large answer', () => {
  it.each([
    ['a whole set', ['wide:*']],
    ['some of its features', ['wide:f9', 'wide:f7', 'wide:f100']],
  ])('says what small ones say: %s', async (_, features) => {
    const keys = Array.from({ length: KEYS }, (_, key) => keyOf(key));
    const large = await lookUp(features, keys);
    for (let begin = 0; begin < KEYS; begin += 500) {
      const small = await lookUp(features, keys.slice(begin, begin + 50));
      for (const matrix of ['values', 'statuses', 'eventTimes'])
        expect((large[matrix] as unknown[]).slice(begin, begin + 50)).toEqual(small[matrix]);
    }
  });

  it('has only what was asked for, in GraphQL too', async () => {
    const keys = Array.from({ length: 300 }, (_, key) => keyOf(key));
    const { data } = await app.graphqlAnswer(
      `query ($entities: EntityKeys!) {
        onlineFeatures(features: ["wide:f1", "wide:f2"], entities: $entities) { ...More again: values } }
      fragment More on FeatureTable { values ages ... on FeatureTable { statuses } }`,
      { entities: { airport: keys } },
    );
    const { values, again, ages, statuses } = (data as { onlineFeatures: Record<string, unknown[][]> }).onlineFeatures;

    expect(again).toEqual(values);
    expect(values?.[299]).toEqual(['299, "f1" 🛫', '299, "f2" 🛫']);
    expect([ages, statuses].map((matrix) => matrix?.length)).toEqual([300, 300]);
    expect(Object.keys(await lookUp(['wide:f1'], keys, ['eventTimes']))).not.toContain('statuses');
  });

  it('is refused for more values than one answer holds, before any is read', async () => {
    const keys = Array.from({ length: 10_000 }, (_, key) => keyOf(key));

    expect(await lookUp(['wide:*'], keys, [])).toMatchObject({
      code: 'TOO_COMPLEX',
      detail: expect.stringContaining('1100000 values; at most 500000 fit'),
    });
  });
});
