import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { type DatabaseProxy, startDatabaseProxy } from '../../support/postgres/database-proxy.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LIST = '{ datasets { nodes { id } } }';
const REGISTER = `mutation {
  registerDatasetVersion(input: { dataset: "flights", digest: "sha256:1", location: "s3://a/b", columns: [] }) { created }
}`;

let database: TestDatabase;
let proxy: DatabaseProxy;
let app: AppUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startDatabaseProxy(database.url);
  app = await startAppUnderTest({ databaseUrl: proxy.url });
});

afterAll(async () => {
  await app.close();
  await proxy.close();
  await database.drop();
});

describe('while the database is away', () => {
  it('answers UNAVAILABLE and is not ready, and goes on when the database is back', async () => {
    await app.graphql(LIST);

    proxy.cut();

    await eventually(async () => {
      const [error] = await app.graphqlErrors(LIST);
      expect(error?.extensions.code).toBe('UNAVAILABLE');
    });
    const away = await app.http.inject('/readyz');
    expect(away.statusCode).toBe(503);
    expect(away.json()).toMatchObject({ ready: false, problem: expect.stringContaining('does not answer') });
    expect((await app.http.inject('/healthz')).statusCode).toBe(200);

    proxy.mend();

    await expect(app.graphql(LIST)).resolves.toEqual({ datasets: { nodes: [] } });
    expect((await app.http.inject('/readyz')).json()).toEqual({ ready: true });
  });

  it.each([
    ['a query', LIST],
    ['a mutation', REGISTER],
  ])('answers UNAVAILABLE to %s whose connection breaks, and lives on', async (_, operation) => {
    const locker = new Client({ connectionString: database.url });
    await locker.connect();
    await locker.query('begin; lock table node in access exclusive mode');
    const answer = app.graphqlErrors(operation);
    await eventually(async () => {
      const waiting = await runSql(
        database.url,
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(waiting).toHaveLength(1);
    });

    proxy.cut();

    const [error] = await answer;
    expect(error?.extensions.code).toBe('UNAVAILABLE');
    proxy.mend();
    await locker.end();
    await expect(app.graphql(LIST)).resolves.toEqual({ datasets: { nodes: [] } });
  });
});
