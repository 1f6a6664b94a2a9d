import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../../src/platform/database/database.js';
import { statement } from '../../../src/platform/database/queryable.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';

/** Of a session no statement is limited by it: it is the silence after which the server is thought to be gone. */
const SILENCE_MS = 500;

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ empty: true });
  const options = { url: testDatabase.url, poolSize: 2, statementTimeoutMs: SILENCE_MS, entities: [], migrations: [] };
  database = await new Database(options).connect();
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

it('a session outlives a standstill of its own process, whose machine slept', async () => {
  const answer = await database.withSession(async (session) => {
    const late = session.query<{ answer: number }>(statement('', 'select 42 as answer from pg_sleep(4)'));
    // Everything in this process waits, as in one that was stopped.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4 * SILENCE_MS);
    return late;
  });

  expect(answer).toEqual([{ answer: 42 }]);
});
