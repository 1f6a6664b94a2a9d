import { Client } from 'pg';
import { runSql } from '../postgres/run-sql.js';
import { createTestDatabase, databaseUrl, TEMPLATE, testServerUrl } from '../postgres/test-database.js';
import { loadDemoData } from '../seeds/demo-data.js';
import { type AppUnderTest, startAppUnderTest } from './app-under-test.js';

/** The database with the demo's data that others are copies of: it is loaded once per run of the tests, by whoever needs it first. */
const LOADED = 'headwater_demo';
const LOCK = 20_010_401;

/** The real service on a database of its own, with all that the demo loads. Close it in afterAll. */
export async function startAppWithDemo(): Promise<AppUnderTest> {
  await loadOnce();
  const { url, drop } = await createTestDatabase({ template: LOADED });
  const app = await startAppUnderTest({ databaseUrl: url });
  const { close } = app;
  return Object.assign(app, {
    async close() {
      await close();
      await drop();
    },
  });
}

async function loadOnce(): Promise<void> {
  const server = testServerUrl();
  const locker = new Client({ connectionString: server });
  await locker.connect();
  try {
    // Until the connection ends.
    await locker.query('select pg_advisory_lock($1)', [LOCK]);
    const { rowCount } = await locker.query('select from pg_database where datname = $1', [LOADED]);
    if (rowCount === 0) await load(server);
  } finally {
    await locker.end();
  }
}

async function load(server: string): Promise<void> {
  const draft = `${LOADED}_draft`;
  await runSql(server, `drop database if exists ${draft} with (force)`);
  await runSql(server, `create database ${draft} template ${TEMPLATE}`);
  const app = await startAppUnderTest({ databaseUrl: databaseUrl(server, draft) });
  try {
    await loadDemoData(app);
  } finally {
    await app.close();
  }
  await runSql(server, `alter database ${draft} with allow_connections false`);
  await runSql(server, `alter database ${draft} rename to ${LOADED}`);
}
