import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const lookup = (set: string, more = '') =>
  `{ onlineFeatures(features: ["${set}:n"], entities: [{ airport: "SEA" }]${more}) { values } }`;
const AS_OF = ', asOf: "2026-06-01T00:00:00Z"';
const row = { airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' };

let app: AppUnderTest;
let locker: Client;
let watcher: Client;

beforeAll(async () => {
  app = await startAppUnderTest();
  for (const name of ['locked', 'free']) {
    await seedFeatureSet(app, { name, features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, name, [row]);
  }
  locker = new Client({ connectionString: app.databaseUrl });
  watcher = new Client({ connectionString: app.databaseUrl });
  await Promise.all([locker.connect(), watcher.connect()]);
});

afterAll(async () => {
  await Promise.all([locker.end(), watcher.end()]);
  await app.close();
});

it('answers lookups and writes of other feature sets while the tables of one are locked, and readers of that one soon', async () => {
  for (const set of ['locked', 'free']) await app.graphql(lookup(set));
  await locker.query('begin; lock table feature_online_1, feature_history_1 in access exclusive mode');
  const write = (n: number) => writeRows(app, 'locked', [{ ...row, n, event_time: `2026-02-01T00:00:${10 + n}Z` }]);
  // Who comes behind forty readers is refused before it has its turn.
  const first = write(0);
  await eventually(async () => {
    const { rows } = await watcher.query(
      'select from pg_stat_activity where datname = current_database() and pg_blocking_pids(pid) <> array[]::int[]',
    );
    expect(rows.length).toBeGreaterThan(0);
  });
  const begin = performance.now();
  const readers = Array.from({ length: 40 }, (_, index) => app.graphqlError(lookup('locked', index % 2 ? AS_OF : '')));
  const writers = Promise.allSettled([first, ...Array.from({ length: 19 }, (_, n) => write(n + 1))]);
  await new Promise((resolve) => setTimeout(resolve, 300));

  const free = await Promise.all([1, 2, 3].map(() => app.graphql(lookup('free'))));
  await app.graphql(lookup('free', AS_OF));
  await writeRows(app, 'free', [{ ...row, event_time: '2026-03-01T00:00:00Z' }]);
  const took = performance.now() - begin;

  expect(free).toEqual(Array(3).fill({ onlineFeatures: { values: [[1]] } }));
  // Nobody of the other feature set waited for a lock to be given up.
  expect(took).toBeLessThan(5_000);
  const codes = new Set((await Promise.all(readers)).map(({ extensions }) => extensions.code));
  expect([...codes]).toEqual(['UNAVAILABLE']);
  await locker.query('rollback');
  const outcomes = await writers;
  // Writers take their turn.
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  await app.graphql(lookup('locked'));
});
