import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as McpClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from 'pg';
import { onlineStatement } from '../../../src/features/lookups/online/online.sql.js';
import { OnlineReader } from '../../../src/features/lookups/online/online-reader.js';
import { PrimaryReader } from '../../../src/platform/database/replica/reader.js';
import { AnswerBudget } from '../../../src/platform/memory/answer-budget.js';
import { FairPlaces } from '../../../src/platform/turns/fair-places.js';
import { CHECKOUT } from '../../architecture/source-files.js';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let url: string;
let blocker: Client;
let storage: number;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const set = await seedFeatureSet(app, { name: 'blocked', features: [{ name: 'n', type: 'INT64' }] });
  const rows = await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [set],
  );
  storage = rows[0].storage;
  blocker = new Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await app.close();
});

/** Statements that wait for the blocker's lock. */
async function waiting(): Promise<number> {
  // On another connection: within a transaction the view stays as it was first seen.
  const rows = await runSql<{ count: number }>(
    app.databaseUrl,
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%feature_%_${storage}%'`,
  );
  return rows[0]?.count ?? 0;
}

/** PostgreSQL itself gives up waiting for a lock after five seconds, which proves nothing. */
const BEFORE_ITS_LOCK_TIMES_OUT = 3_500;

/** Begins something that waits for the blocker, ends it, and sees that its statement ends with it. */
async function expectToEnd(begin: () => { readonly answer: Promise<unknown>; readonly stop: () => unknown }) {
  await blocker.query(
    `begin; lock table feature_online_${storage}, feature_history_${storage} in access exclusive mode`,
  );
  try {
    const { answer, stop } = begin();
    answer.catch(() => undefined);
    await eventually(async () => expect(await waiting()).toBe(1));
    await stop();
    await eventually(async () => expect(await waiting()).toBe(0), BEFORE_ITS_LOCK_TIMES_OUT);
    await expect(answer).rejects.toThrow();
  } finally {
    await blocker.query('rollback');
  }
}

const graphql = (query: string) => ({ path: '/graphql', body: { query } });
const KEYS = 'entities: [{airport: "SEA"}]';

describe('a lookup whose client goes away', () => {
  it.each([
    ['HTTP', { path: '/v1/features', body: { features: ['blocked:n'], entities: [{ airport: 'SEA' }] } }],
    ['GraphQL', graphql(`{ onlineFeatures(features: ["blocked:n"], ${KEYS}) { values } }`)],
    [
      'GraphQL, as of a time',
      graphql(`{ onlineFeatures(features: ["blocked:n"], ${KEYS}, asOf: "2026-01-01T00:00:00Z") { values } }`),
    ],
    [
      'a point-in-time join',
      graphql(
        `{ historicalFeatures(features: ["blocked:n"], spine: [{airport: "SEA", event_time: "2026-01-01T00:00:00Z"}]) { values } }`,
      ),
    ],
  ])('stops its statement: %s', (_, { path, body }) =>
    expectToEnd(() => {
      const stop = new AbortController();
      const answer = fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: stop.signal,
      });
      return { answer, stop: () => stop.abort() };
    }),
  );
});

describe('a call of an assistant', () => {
  const call = { name: 'features_right_now', arguments: { features: ['blocked:n'], entities: [{ airport: 'SEA' }] } };
  const connect = async (
    door: 'http' | 'stdio',
    options?: ConstructorParameters<typeof McpClient>[1],
  ): Promise<McpClient> => {
    const client = new McpClient({ name: 'test', version: '1' }, options);
    const command = { command: process.execPath, args: [`${CHECKOUT}/dist/main.js`, 'mcp', '--url', url] };
    await client.connect(
      door === 'http' ? new StreamableHTTPClientTransport(new URL(`${url}/mcp`)) : new StdioClientTransport(command),
    );
    return client;
  };

  it('ends when its connection breaks', () =>
    expectToEnd(() => {
      const stop = new AbortController();
      const answer = fetch(`${url}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
        signal: stop.signal,
      });
      return { answer, stop: () => stop.abort() };
    }));

  it.each(['http', 'stdio'] as const)('ends when its client wants it no more, over %s', async (door) => {
    const client = await connect(door);
    await expectToEnd(() => {
      const stop = new AbortController();
      return { answer: client.callTool(call, { signal: stop.signal }), stop: () => stop.abort() };
    });
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
    await client.close();
  });

  it('ends with the command that asked it', async () => {
    const client = await connect('stdio');
    await expectToEnd(() => ({ answer: client.callTool(call), stop: () => client.close() }));
  });

  it('goes on when another session says of the same number that it is wanted no more', async () => {
    const [one, other] = [await connect('http'), await connect('http')];
    await blocker.query(`begin; lock table feature_online_${storage} in access exclusive mode`);
    const stop = new AbortController();
    const cancelled = one.callTool(call, { signal: stop.signal });
    cancelled.catch(() => undefined);
    const answer = other.callTool(call);
    await eventually(async () => expect(await waiting()).toBeGreaterThan(0));
    stop.abort();
    await expect(cancelled).rejects.toThrow();
    await blocker.query('rollback');
    expect((await answer).isError ?? false).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });
});

describe('lookups that share a statement', () => {
  const begin = (keys: readonly string[], reader: OnlineReader) => {
    const stop = new AbortController();
    const reading = reader.read(onlineStatement([storage], 'values'), [keys], {
      caller: { user: 'somebody' },
      signal: () => stop.signal,
      budget: new AnswerBudget(),
    });
    reading.catch(() => undefined);
    return { stop, reading };
  };

  it('go on when one of their clients goes away, and stop when the last one has', async () => {
    const reader = new OnlineReader(new PrimaryReader(app.database), new FairPlaces(1, 1_000));
    await blocker.query(`begin; lock table feature_online_${storage} in access exclusive mode`);
    const [one, other] = [begin(['["SEA"]'], reader), begin(['["DEN"]'], reader)];
    await eventually(async () => expect(await waiting()).toBe(1));
    const [third, fourth] = [begin(['["SEA"]'], reader), begin(['["DEN"]'], reader)];
    await eventually(async () => expect(await waiting()).toBe(2));

    one.stop.abort();
    third.stop.abort();
    fourth.stop.abort();

    await expect(third.reading).rejects.toThrow('canceling statement');
    await eventually(async () => expect(await waiting()).toBe(1));
    await blocker.query('rollback');
    expect((await other.reading).rows[0]?.size).toBe(0);
  });
});
