import { readFile, rm } from 'node:fs/promises';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { oneOf } from '../support/cases.js';
import { makeDataDirectory, makeEmptyDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { type HeadwaterProcess, startHeadwater } from '../support/service/headwater-process.js';

let database: TestDatabase;
let service: HeadwaterProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  service?.signal('SIGKILL');
  await service?.exited;
  service = undefined;
});

afterAll(() => database.drop());

describe('headwater serve', () => {
  it.each(oneOf(['SIGTERM', 'SIGINT'] as const))(
    'prints where it listens, without a warning, and answers what is under way before %s ends it',
    async (signal) => {
      service = startHeadwater(['serve'], { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'warn' });
      const url = await service.url();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(service.stdout()).toBe(`Headwater listens on ${url} (GraphiQL), GraphQL at ${url}/graphql\n`);
      const locker = new Client({ connectionString: database.url });
      await locker.connect();
      await locker.query('begin; lock table node in access exclusive mode');
      // A write waits for a lock as long as its time limit lets it; a read gives up sooner.
      const query = `mutation { defineEntity(input: {name: "${signal.toLowerCase()}", joinKeys: [{name: "e", type: INT64}]}) { created } }`;
      const slow = fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      await eventually(async () => {
        const waiting = await runSql(
          database.url,
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(waiting).toHaveLength(1);
      });

      service.signal(signal);
      await eventually(() => expect(service?.stdout()).toContain(`${signal}: finishing what is under way`));
      await locker.end();

      expect(await (await slow).json()).toEqual({ data: { defineEntity: { created: true } } });
      expect(await service.exited).toBe(0);
      expect(service.stderr()).toBe('');
    },
  );

  it('says every problem of its environment at once and ends', async () => {
    service = startHeadwater(['serve'], { PORT: 'http', DATABASE_POOL_SIZE: '0' });

    expect(await service.exited).toBe(1);
    expect(service.stderr()).toMatch(
      /^headwater: The environment cannot be used:\n {2}- PORT: .*\n {2}- DATABASE_POOL_SIZE: .*\n$/,
    );
  });

  it('says that DATABASE_URL cannot be reached, and does not repeat its password', async () => {
    service = startHeadwater(['serve'], { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/nowhere' });

    expect(await service.exited).toBe(1);
    expect(service.stderr()).toMatch(
      /^headwater: PostgreSQL at 127\.0\.0\.1:1\/nowhere \(DATABASE_URL\) can't be reached: .*ECONNREFUSED/,
    );
    expect(service.stderr()).toContain('without DATABASE_URL an embedded PostgreSQL is used');
    expect(service.stderr()).not.toContain('hunter2');
  });

  it('says that a database of your own has to be migrated, and leaves it alone', async () => {
    const empty = await createTestDatabase({ empty: true });
    service = startHeadwater(['serve'], { DATABASE_URL: empty.url, PORT: '0' });

    expect(await service.exited).toBe(1);
    expect(service.stderr()).toContain('run `headwater migrate`');
    expect(await runSql(empty.url, "select 1 from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
    await empty.drop();
  });

  it('needs nothing: it brings its own database, which a second process refuses to share', async () => {
    const dataDir = await makeEmptyDirectory();
    service = startHeadwater(['serve'], { HEADWATER_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
    const url = await service.url();

    const second = startHeadwater(['serve'], { HEADWATER_DATA_DIR: dataDir, PORT: '0' });

    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain(dataDir);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    // What PostgreSQL does for lookups goes before what it does for the rest.
    const priorities = await prioritiesOfConnections(dataDir);
    expect(priorities).toContain(constants.priority.PRIORITY_BELOW_NORMAL);
    expect(Math.min(...priorities)).toBeLessThan(constants.priority.PRIORITY_BELOW_NORMAL);
    service.signal('SIGTERM');
    expect(await service.exited).toBe(0);
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('headwater demo', () => {
  it('leaves no PostgreSQL behind when it is stopped while it loads', async () => {
    const dataDir = await makeDataDirectory();
    const demo = startHeadwater(['demo'], { HEADWATER_DATA_DIR: dataDir, PORT: '0' });
    await eventually(() => expect(demo.stderr()).toContain('Server listening'), 30_000);
    const [pid] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');

    demo.signal('SIGTERM');

    expect(await demo.exited).toBe(143);
    await eventually(() => expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH'), 10_000);
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('headwater migrate', () => {
  it('makes the tables once, also where two run at the same time, as starting containers do, and says when there is nothing to do', async () => {
    const empty = await createTestDatabase({ empty: true });
    const both = [1, 2].map(() => startHeadwater(['migrate'], { DATABASE_URL: empty.url }));

    const codes = await Promise.all(both.map(({ exited }) => exited));

    expect(both.map(({ stderr }) => stderr())).toEqual(['', '']);
    expect(codes).toEqual([0, 0]);
    expect(both.map(({ stdout }) => stdout()).toSorted()).toEqual([
      expect.stringMatching(/^Ran CreateGraph\d+, /),
      'The database is up to date.\n',
    ]);
    await empty.drop();
  });
});

describe('headwater --help', () => {
  it('lists the commands and every environment variable', async () => {
    const help = startHeadwater(['--help'], {});

    expect(await help.exited).toBe(0);
    expect(help.stdout()).toMatch(/serve .*\n.*migrate .*\n.*schema /s);
    expect(help.stdout()).toContain('REQUEST_TIMEOUT_MS');
  });

  it('refuses a command that does not exist, and suggests the one that was meant', async () => {
    const wrong = startHeadwater(['serv'], {});

    expect(await wrong.exited).toBe(1);
    expect(wrong.stderr()).toMatch(/unknown command 'serv'.*serve/s);
  });
});

/** Of the processes of the embedded PostgreSQL that serve a connection. */
async function prioritiesOfConnections(dataDir: string): Promise<number[]> {
  const [postmaster] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  const named = await Promise.all(
    children
      .trim()
      .split(' ')
      .map(async (pid) => [Number(pid), await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')] as const),
  );
  return named.flatMap(([pid, command]) => (command.includes('[local]') ? [getPriority(pid)] : []));
}
