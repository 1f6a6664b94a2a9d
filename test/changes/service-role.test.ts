import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { openConfiguredDatabase } from '../../src/opening/open-database.js';
import { createLogger } from '../../src/platform/telemetry/logger.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase, testServerUrl } from '../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const ROLE = 'headwater_of_test';
const OWNER = 'headwater_owner_of_test';

let database: TestDatabase;
let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  for (const role of [ROLE, OWNER])
    await runSql(
      database.url,
      `do $$ begin create role ${role} login password 'x'; exception when duplicate_object then null; end $$`,
    );
  const name = new URL(database.url).pathname.slice(1);
  await runSql(database.url, `grant ${ROLE} to ${OWNER}; alter database ${name} owner to ${OWNER}`);
  url = urlAs(ROLE);
  const config = { ...readConfig({}), DATABASE_URL: url, MIGRATE_DATABASE_URL: urlAs(OWNER) };
  const handle = await openConfiguredDatabase(config, createLogger('silent'));
  await handle.migrate();
  await handle.migrate();
  await handle.close();
  app = await startAppUnderTest({ databaseUrl: url });
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
  await runSql(testServerUrl(), `drop role if exists ${ROLE}, ${OWNER}`);
});

function urlAs(role: string): string {
  const service = new URL(database.url);
  [service.username, service.password] = [role, 'x'];
  return service.href;
}

it('works as a role that owns nothing of the log', async () => {
  await app.graphql(
    'mutation { defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created } }',
  );
  await app.graphql(
    'mutation { publishFeatureSet(input: { name: "rain", entity: "airport", features: [{ name: "n", type: INT64 }] }) { created } }',
  );
  await app.graphql(
    'mutation { writeFeatures(input: { featureSet: "rain", rows: [{ airport: "SEA", n: 1, event_time: "2026-01-01T00:00:00Z" }] }) { written } }',
  );
  await app.graphql('mutation { eraseEntity(input: { entity: "airport", key: { airport: "SEA" } }) { erased } }');
  const { changes } = await app.graphql<{ changes: { nodes: { action: string }[] } }>(
    '{ changes { nodes { action } } }',
  );
  expect(changes.nodes.map(({ action }) => action)).toEqual([
    'change:begin',
    'entity:define',
    'feature-set:publish',
    'feature:write',
    'entity:erase',
  ]);
});

it.each([
  `update change set principal = 'eve'`,
  'delete from change',
  'truncate change',
  'alter table change disable trigger all',
  'drop table change_seal',
  'create or replace function refuse_rewriting() returns trigger language plpgsql as $$ begin return new; end $$',
  `update change_seal set hash = ''`,
  'delete from change_node',
])('is refused: %s', async (sql) => {
  await expect(runSql(url, sql)).rejects.toMatchObject({ code: '42501' });
});
