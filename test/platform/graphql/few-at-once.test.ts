import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const ALIASES = Array.from({ length: 45 }, (_, index) => index);

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'weather', features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(app, 'weather', [{ airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' }]);
});

afterAll(() => app.close());

/** Planned before, as lookups are that come again and again. */
const LOOKUP = '{ onlineFeatures(features: ["weather:n"], entities: [{ airport: "SEA" }]) { values } }';

describe('a request that asks for much', () => {
  it.each([
    [
      'by aliases of the query',
      ALIASES.map((i) => `a${i}: lineage(of: ["weather@1"], depth: ${1 + (i % 9)}) { nodes { depth } }`).join(' '),
    ],
    [
      'by aliases below a node',
      `featureSet(ref: "weather") { currentVersion { ${ALIASES.slice(0, 20)
        .map((i) => `a${i}: downstream(depth: ${1 + (i % 9)}) { nodes { depth } }`)
        .join(' ')} } }`,
    ],
  ])('takes few connections at once, %s', async (_, fields) => {
    await app.graphql(`{ ${fields} }`);
    await app.graphql(LOOKUP);
    // All of its statements wait from here on, as slow ones do.
    const unlock = await lockEdges();
    const answer = app.graphqlAnswer(`{ ${fields} }`);
    await new Promise((resolve) => setTimeout(resolve, 500));

    const waiting = await runSql(
      app.databaseUrl,
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.length).toBeLessThanOrEqual(3);
    // Others are served meanwhile.
    await app.graphql(LOOKUP);
    await unlock();
    expect((await answer).errors).toEqual([]);
  });
});

/** Gives what unlocks them again. */
async function lockEdges(): Promise<() => Promise<void>> {
  const runner = app.database.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query('lock table edge in access exclusive mode');
  return async () => {
    await runner.rollbackTransaction();
    await runner.release();
  };
}
