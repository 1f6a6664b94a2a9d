import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { anyUnsealed, selectUnsealed } from '../../src/changes/seal/seal.sql.js';
import { findExperimentByName } from '../../src/integrations/mlflow/experiments/experiment.sql.js';
import { type Queryable, statement } from '../../src/platform/database/queryable.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const CHANGES = 30_000;

let app: AppUnderTest;
beforeAll(async () => {
  app = await startAppUnderTest();
  // As between two runs of vacuum: of what was sealed the rows that waited still lie about, and the statistics are of a time when none waited.
  await runSql(app.databaseUrl, 'delete from change_unsealed');
  await runSql(app.databaseUrl, 'vacuum (analyze) change_unsealed');
  await runSql(
    app.databaseUrl,
    `insert into change (id, project, principal, door, action, nodes, details)
     select uuidv7(), 'default', 'test', 'GRAPHQL', 'run:log', '{}', '{}' from generate_series(1, ${CHANGES});
     insert into change_unsealed select seq from change;
     delete from change_unsealed;
     analyze change;`,
  );
}, 60_000);
afterAll(() => app.close());

// Within the transaction, so that the sealer of the service doesn't take them.
const WAIT = statement(
  '',
  'insert into change_unsealed select seq from change order by seq desc limit 3 on conflict do nothing',
);

it('reads as much of the log as there is to seal, however long it is', async () => {
  await app.database.transaction(async (tx) => {
    await tx.query(WAIT);
    expect(await anyUnsealed(tx)).toBe(true);
    expect(await selectUnsealed(tx)).toHaveLength(3);
    expect(await rowsRead(tx)).toBeLessThan(100);
  });
});

it('tells MLflow when something was said of an experiment last, by what waits alone', async () => {
  await app.graphql('mutation { startRun(input: { experiment: "long", type: TRAINING }) { run { id } } }');
  await app.database.transaction(async (tx) => {
    await tx.query(WAIT);
    expect(await findExperimentByName(tx, 'default', 'long')).toMatchObject({ name: 'long' });
    expect(await rowsRead(tx)).toBeLessThan(100);
  });
});

const READ = statement(
  'rows_read',
  `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows
   from pg_stat_xact_user_tables where relname in ('change', 'change_unsealed')`,
);

/** How many rows of the log this transaction has read so far. */
async function rowsRead(tx: Queryable): Promise<number> {
  return (await tx.query<{ rows: number }>(READ))[0]?.rows ?? Number.NaN;
}
