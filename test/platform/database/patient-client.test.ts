import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeedAlarm } from '../../../src/changes/feed/feed-alarm.js';
import { ChangeFeed } from '../../../src/platform/database/change-feed.js';
import { patientClients } from '../../../src/platform/database/connections/patient-client.js';
import { capturedLog } from '../../support/captured-log.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';

const PATIENCE_MS = 60_000;
const Connection = patientClients(PATIENCE_MS);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

describe('a connection that is closed before it is there', () => {
  it('fails whoever waits for it', async () => {
    const client = new Connection({ connectionString: database.url });
    const connected = expect(client.connect()).rejects.toThrow('closed before it was there');

    await client.end();
    await connected;
  }, 30_000);

  it('keeps nobody who listens for changes from ending, and is no failure', async () => {
    const { logger, lines } = capturedLog('warn');
    const feed = new ChangeFeed({ connectionString: database.url }, 'anything', logger);
    const started = feed.start();

    await feed.stop();
    await started;

    expect([feed.reliable, lines]).toEqual([false, []]);
  }, 30_000);

  it('is not opened again by whoever waits for the alarm', async () => {
    const { logger } = capturedLog('silent');
    const alarm = new FeedAlarm(() => new ChangeFeed({ connectionString: database.url }, 'anything', logger));
    await alarm.stop();

    await alarm.wait({ atLeastMs: 0, atMostMs: PATIENCE_MS, signal: AbortSignal.abort() });

    expect(await runSql(database.url, "select from pg_stat_activity where query = 'listen anything'")).toEqual([]);
  }, 30_000);
});
