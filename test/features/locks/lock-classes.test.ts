import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { lookUp, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { beginTrainingSet, jobEnded } from '../../training-sets/training-client.js';
import { storageOf } from '../publishing/publishing-client.js';

const ROW = { airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' };
let app: AppUnderTest;
let locker: Client;

beforeAll(async () => {
  app = await startAppUnderTest();
  locker = new Client({ connectionString: app.databaseUrl });
  await locker.connect();
});

afterAll(async () => {
  await locker.end();
  await app.close();
});

/** A training set whose block waits: the rows that it is to keep can't be kept yet. */
async function waitingTrainingSet(set: string): Promise<{ id: string; release: () => Promise<void> }> {
  await locker.query('begin; lock table training_set_block in exclusive mode');
  const { id } = await beginTrainingSet(app, {
    name: 'waiting',
    features: [`${set}:n`],
    spine: [{ airport: 'SEA', event_time: '2026-06-01T00:00:00Z' }],
  });
  await eventually(async () => {
    const { rows } = await locker.query(
      `select from pg_locks l where not l.granted and l.relation = 'training_set_block'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(0);
  });
  return { id, release: async () => void (await locker.query('rollback')) };
}

describe('a training set that is being built', () => {
  it('holds up no writer of the feature set whose storage has the same number', async () => {
    const set = await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [ROW]);
    const waiting = await waitingTrainingSet(set);
    const [{ storage }] = await app.database.dataSource.query('select storage from training_set');
    expect(storage).toBe(await storageOf(app, set));

    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'waits'));
    const written = await Promise.race([writeRows(app, set, [{ ...ROW, airport: 'DEN' }]), late]);
    await waiting.release();

    expect(written).toMatchObject({ written: 1 });
    expect(await jobEnded(app, waiting.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await lookUp(app, [`${set}:n`], [{ airport: 'DEN' }])).values).toEqual([[1]]);
  });
});
