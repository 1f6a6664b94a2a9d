import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const MEGABYTE = 1024 * 1024;
const RUNS = 90;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const environment = { text: 'x'.repeat(900_000) };
  for (let run = 0; run < RUNS; run++) {
    const { errors } = await app.graphqlAnswer(
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      { input: { type: 'TRAINING', environment } },
    );
    expect(errors).toEqual([]);
  }
}, 120_000);

afterAll(() => app.close());

describe('runs of which each holds a megabyte', () => {
  const query = 'query ($first: Int!) { runs(first: $first) { nodes { id environment } } }';

  it('are told a few at a time', async () => {
    const { data, errors } = await app.graphqlAnswer(query, { first: 20 });

    expect(errors).toEqual([]);
    expect((data as { runs: { nodes: unknown[] } }).runs.nodes).toHaveLength(20);
  });

  it('are too much for one answer together, which is said while they come', async () => {
    const before = process.memoryUsage.rss();
    const { errors } = await app.graphqlAnswer(query, { first: RUNS });

    expect(errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX', expected: 64 * MEGABYTE } }]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * MEGABYTE);
    // The connection serves on.
    expect((await app.graphqlAnswer(query, { first: 1 })).errors).toEqual([]);
  });
});
