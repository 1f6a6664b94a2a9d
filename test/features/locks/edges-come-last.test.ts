import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { seedFeatureSet, WRITE_FEATURES, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../../training-sets/training-client.js';
import { storageOf } from '../publishing/publishing-client.js';

const ROW = { airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' };
let app: AppUnderTest;
let locker: Client;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  locker = new Client({ connectionString: app.databaseUrl });
  await locker.connect();
});

afterAll(async () => {
  await locker.end();
  await app.close();
});

async function startRun(more: object = {}): Promise<string> {
  const { startRun: payload } = await app.graphql<{ startRun: { run: { id: string } } }>(
    'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
    { input: { type: 'INGEST', ...more } },
  );
  return payload.run.id;
}

async function registerDataset(name: string, derivedFrom: readonly string[] = []): Promise<string> {
  const { registerDatasetVersion } = await app.graphql<{
    registerDatasetVersion: { datasetVersion: { label: string } };
  }>(
    'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { datasetVersion { label } } }',
    {
      input: {
        dataset: name,
        location: `s3://bucket/${name}`,
        digest: `sha256:${name}`,
        columns: [{ name: 'x', type: 'INT64' }],
        derivedFrom,
      },
    },
  );
  return registerDatasetVersion.datasetVersion.label;
}

/** Does `work` while a lock is held that `waiter` waits for, and gives what both came to. */
async function meanwhile<T>(
  lock: string,
  waiter: () => Promise<T>,
  work: () => Promise<unknown>,
): Promise<[T, unknown]> {
  await locker.query(`begin; ${lock}`);
  try {
    const waiting = waiter();
    waiting.catch(() => undefined);
    await eventually(async () => {
      // Within a transaction the list of the sessions stays as it was when it was first read.
      await locker.query('select pg_stat_clear_snapshot()');
      const { rows } = await locker.query(
        'select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))',
      );
      expect(rows.length).toBeGreaterThan(0);
    });
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'waits'));
    const done = await Promise.race([work(), late]);
    await locker.query('rollback');
    return [await waiting, done];
  } finally {
    await locker.query('rollback');
  }
}

/** Everything that draws edges. */
async function drawEdges(): Promise<string> {
  const name = `source_${++names}`;
  const source = await registerDataset(name);
  await registerDataset(`${name}_derived`, [source]);
  await startRun({ inputs: [{ ref: source }] });
  await seedFeatureSet(app, {
    name: `set_${++names}`,
    entity: `entity_${names}`,
    features: [{ name: 'n', type: 'INT64' }],
  });
  return 'drawn';
}

describe('whoever draws edges', () => {
  it('waits for no writer with a run whose table is locked', async () => {
    const set = await seedFeatureSet(app, { name: 'locked', features: [{ name: 'n', type: 'INT64' }] });
    const run = await startRun();
    const input = { featureSet: set, rows: [ROW], run };

    const [written, drawn] = await meanwhile(
      `lock table feature_online_${await storageOf(app, set)} in access exclusive mode`,
      () => app.graphql(WRITE_FEATURES, { input }),
      drawEdges,
    );

    expect([written, drawn]).toEqual([{ writeFeatures: { written: 1, late: 0, unchanged: 0 } }, 'drawn']);
    const edges = await app.database.dataSource.query(
      `select from edge e join node n on n.id = e.dst where n.label = $1 and e.kind = 'OUTPUT'`,
      [set],
    );
    expect(edges).toHaveLength(1);
  });

  it('waits for no training set that waits for the dataset which it becomes a version of', async () => {
    const set = await seedFeatureSet(app, { name: 'joined', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [ROW]);
    await registerDataset('becoming');

    const [job, drawn] = await meanwhile(
      `select from node where label = 'becoming' for no key update`,
      () =>
        createTrainingSet(app, {
          name: 'becoming',
          features: [`${set}:n`],
          spine: [{ airport: 'SEA', event_time: '2026-06-01T00:00:00Z' }],
        }),
      drawEdges,
    );

    expect([job.status, job.datasetVersion?.label, drawn]).toEqual(['SUCCEEDED', 'becoming@2', 'drawn']);
  });

  it('is told of a circle that two edges of one request close', async () => {
    const made = await registerDataset('ring');
    const run = await startRun({ inputs: [{ ref: made }] });

    const { message } = await app.graphqlError(
      `mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`,
      { input: { run, outputs: [{ ref: made }] } },
    );

    expect(message).toContain(`outputs[0] "${made}" can't be an output of run`);
  });
});
