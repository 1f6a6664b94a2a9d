import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BeginLog20261127110100 } from '../../migrations/20261127110100-begin-log.js';
import { describeDatabase } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { replay } from './replay/replay.js';
import { replayedState, storedState } from './replay/stored-state.js';
import { wholeFeed } from './whole-feed.js';

const DUMP = fileURLToPath(new URL('../fixtures/first-release/database.sql.gz', import.meta.url));

let database: TestDatabase;
let app: AppUnderTest;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await runSql(database.url, gunzipSync(readFileSync(DUMP)).toString());
  const connected = await describeDatabase(database.url, readConfig({})).connect();
  await connected.migrate();
  // The one that begins the log, once more.
  await connected.transaction(async ({ manager }) => {
    if (manager.queryRunner !== undefined) await new BeginLog20261127110100().up(manager.queryRunner);
  });
  await connected.close();
  app = await startAppUnderTest({ databaseUrl: database.url });
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
});

it('what stood before there was a log has a first record, so that a replay from nothing is the state', async () => {
  const feed = await wholeFeed(app.database);
  expect(feed.length).toBeGreaterThan(50);
  expect(replayedState(replay(feed))).toEqual(await storedState(database.url));
});

it('goes on from there', async () => {
  await app.graphql('mutation { updateNode(input: { id: "flights", description: "since" }) { node { id } } }');
  const { dataset } = await app.graphql<{ dataset: object }>(
    '{ dataset(ref: "flights") { metadata(asOf: "2999-01-01T00:00:00Z") { description } timeline { nodes { action } } } }',
  );
  expect(dataset).toMatchObject({
    metadata: { description: 'since' },
    timeline: { nodes: expect.arrayContaining([{ action: 'node:update' }, { action: 'change:begin' }]) },
  });
  expect(replayedState(replay(await wholeFeed(app.database)))).toEqual(await storedState(database.url));
});
