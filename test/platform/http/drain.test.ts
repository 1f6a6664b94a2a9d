import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { openSocket } from '../../support/raw-exchange.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const DEFINE_ENTITY = 'mutation { defineEntity(input: {name: "e", joinKeys: [{name: "e", type: INT64}]}) { created } }';

let app: AppUnderTest;

afterEach(() => app.close());

describe('closing the service', () => {
  it('lets a request that is under way end, refuses new ones, and does not wait for its connection', async () => {
    app = await startAppUnderTest();
    const url = await app.listen();
    const locker = new Client({ connectionString: app.databaseUrl });
    await locker.connect();
    await locker.query('begin; lock table node in access exclusive mode');
    const agent = new Agent({ keepAlive: true });
    // A write waits for a lock as long as its time limit lets it; a read gives up sooner.
    const slow = postGraphql(url, DEFINE_ENTITY, agent);
    await eventually(async () => {
      const waiting = await runSql(
        app.databaseUrl,
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(waiting).toHaveLength(1);
    });

    const closed = app.http.close();
    await eventually(() => expect(fetch(`${url}/healthz`)).rejects.toThrow());
    await locker.end();

    expect(await slow).toEqual({
      status: 200,
      connection: 'close',
      body: { data: { defineEntity: { created: true } } },
    });
    expect(await secondsUntil(closed)).toBeLessThan(3);
    agent.destroy();
  });

  it('does not wait for connections that were kept for reuse, or that never sent anything', async () => {
    app = await startAppUnderTest();
    const url = new URL(await app.listen());
    const agent = new Agent({ keepAlive: true });
    await postGraphql(url.href, '{ __typename }', agent);
    const silent = connect(Number(url.port), url.hostname);
    await once(silent, 'connect');

    const seconds = await secondsUntil(app.http.close());

    expect(seconds).toBeLessThan(3);
    silent.destroy();
    agent.destroy();
  });

  it('does not wait for a client that left in the middle of its answer', async () => {
    app = await startAppUnderTest();
    app.http.get('/long', { config: { rule: 'anyone' } }, async () => 'x'.repeat(30_000_000));
    const url = await app.listen();
    const socket = await openSocket(url);
    socket.write('GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'readable');
    socket.destroy();

    expect(await secondsUntil(app.http.close())).toBeLessThan(10);
  });
});

async function secondsUntil(promise: PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await promise;
  return (performance.now() - start) / 1000;
}

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: unknown;
}

function postGraphql(url: string, query: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = httpRequest(new URL('/graphql', url), { method: 'POST', agent, headers }, async (response) => {
      response.setEncoding('utf8');
      const text = (await response.toArray()).join('');
      resolve({ status: response.statusCode, connection: response.headers.connection, body: JSON.parse(text) });
    });
    request.on('error', reject);
    request.end(JSON.stringify({ query }));
  });
}
