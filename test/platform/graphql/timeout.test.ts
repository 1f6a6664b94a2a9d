import { afterEach, describe, expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LIST = '{ datasets { nodes { id } } }';

let app: AppUnderTest;
let locker: PoolClient;

/** A service whose next read of a node waits as long as the test wants. */
async function startBlocked(requestTimeoutMs: number, poolSize = 8): Promise<void> {
  app = await startAppUnderTest({ config: { REQUEST_TIMEOUT_MS: requestTimeoutMs, DATABASE_POOL_SIZE: poolSize } });
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
    await startBlocked(1_500);

    const error = await app.graphqlError(LIST);

    expect(error.extensions.code).toBe('TIMEOUT');
    expect(error.message).toMatch(/longer than/);
  });

  it('leaves nothing running in PostgreSQL', async () => {
    await startBlocked(1_500);
    const answer = app.graphqlErrors(LIST);
    await eventually(async () => expect(await runningStatements()).toHaveLength(1));

    await answer;

    await eventually(async () => expect(await runningStatements()).toEqual([]));
  });
});

describe('a request whose client has gone', () => {
  it('leaves nothing running in PostgreSQL', async () => {
    await startBlocked(60_000);
    const client = new AbortController();
    const gone = expect(ask(await app.listen(), client.signal)).rejects.toThrow();
    await eventually(async () => expect(await runningStatements()).toHaveLength(1));

    client.abort();

    await gone;
    await eventually(async () => expect(await runningStatements()).toEqual([]));
  });

  it('gives its connection back even when all are busy and others wait for one', async () => {
    await startBlocked(60_000, 3);
    const url = await app.listen();
    const clients = Array.from({ length: 4 }, () => new AbortController());
    const gone = clients.map(({ signal }) => expect(ask(url, signal)).rejects.toThrow());
    await eventually(() => expect(app.database.pool.waitingCount).toBe(2));

    for (const client of clients) client.abort();

    await Promise.all(gone);
    await eventually(async () => expect(await runningStatements()).toEqual([]));
    await eventually(() => expect(app.database.pool.waitingCount).toBe(0));
    await locker.query('rollback');
    await expect(app.graphql(LIST)).resolves.toEqual({ datasets: { nodes: [] } });
  });
});

function ask(url: string, signal: AbortSignal): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: LIST }),
    signal,
  });
}
