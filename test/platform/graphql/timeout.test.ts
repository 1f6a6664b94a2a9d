import { afterEach, describe, expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/run-sql.js';

const LIST = '{ datasets { nodes { id } } }';

let app: AppUnderTest;
let locker: PoolClient;

/** A service whose next read of a node waits as long as the test wants. */
async function startBlocked(requestTimeoutMs: number): Promise<void> {
  app = await startAppUnderTest({ config: { REQUEST_TIMEOUT_MS: requestTimeoutMs } });
  await app.graphql(LIST);
  locker = await app.database.pool.connect();
  await locker.query('begin; set local statement_timeout = 0; lock table node in access exclusive mode');
}

afterEach(async () => {
  await locker.query('rollback');
  locker.release();
  await app.close();
});

/** Statements that PostgreSQL is working on for the service. */
async function runningStatements(): Promise<string[]> {
  const rows = await runSql<{ query: string }>(
    app.databaseUrl,
    `select query from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
  );
  return rows.map(({ query }) => query);
}

describe('a request whose time is up', () => {
  it('is answered TIMEOUT', async () => {
    await startBlocked(300);

    const error = await app.graphqlError(LIST);

    expect(error.extensions.code).toBe('TIMEOUT');
    expect(error.message).toMatch(/longer than/);
  });

  it('leaves nothing running in PostgreSQL', async () => {
    await startBlocked(300);
    const answer = app.graphqlErrors(LIST);
    await eventually(async () => expect(await runningStatements()).toHaveLength(1));

    await answer;

    await eventually(async () => expect(await runningStatements()).toEqual([]));
  });
});

describe('a request whose client has gone', () => {
  it('leaves nothing running in PostgreSQL', async () => {
    await startBlocked(60_000);
    const url = await app.listen();
    const client = new AbortController();
    const answer = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LIST }),
      signal: client.signal,
    });
    const gone = expect(answer).rejects.toThrow();
    await eventually(async () => expect(await runningStatements()).toHaveLength(1));

    client.abort();

    await gone;
    await eventually(async () => expect(await runningStatements()).toEqual([]));
  });
});
