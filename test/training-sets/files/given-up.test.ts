import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exportTrainingSet } from '../../../src/training-sets/files/export-training-set.js';
import { findByStorage } from '../../../src/training-sets/training-set.sql.js';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../training-client.js';
import { at, fresh } from '../two-sets.js';

let app: AppUnderTest;
let storage: number;

beforeAll(async () => {
  app = await startAppUnderTest();
  const set = await seedFeatureSet(app, { name: fresh('given_up'), features: [{ name: 'i', type: 'INT64' }] });
  const spine = Array.from({ length: 5_000 }, (_, row) => ({ airport: `A${row}`, event_time: at(2) }));
  await createTrainingSet(app, { name: fresh('given_up'), features: [`${set}:*`], spine });
  const text = 'select max(storage)::int as storage from training_set';
  storage = (await app.database.query<{ storage: number }>({ name: '', text }))[0]?.storage ?? 0;
});

afterAll(() => app.close());

async function begin(format: 'csv' | 'ndjson' | 'arrow') {
  const set = await findByStorage(app.database, storage);
  if (set === undefined) throw new Error('the training set is not there');
  const chunks = exportTrainingSet(app.database, set, format);
  await chunks.next();
  return chunks;
}

it.each(['csv', 'ndjson', 'arrow'] as const)(
  'a download as %s that is given up gives its connection back',
  async (format) => {
    const chunks = await begin(format);
    await chunks.return(undefined);

    await eventually(() => expect(app.database.pool.idleCount).toBe(app.database.pool.totalCount), 5_000);
  },
);

it.each(['csv', 'ndjson'] as const)(
  'a download as %s whose connection breaks ends with that',
  async (format) => {
    const chunks = await begin(format);
    await runSql(
      app.databaseUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%order by number%' and pid <> pg_backend_pid()`,
    );
    const all = async () => {
      for await (const _ of chunks);
    };

    await expect(all()).rejects.toThrow();
    await eventually(() => expect(app.database.pool.idleCount).toBe(app.database.pool.totalCount), 5_000);
  },
  30_000,
);
