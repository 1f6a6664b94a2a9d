import { rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { startHeadwater } from '../support/service/headwater-process.js';

let database: TestDatabase;
let taken: Server;

beforeAll(async () => {
  database = await createTestDatabase();
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  taken.close();
  await database.drop();
});

describe('headwater serve that cannot start', () => {
  it('ends and says so where its port is taken, and stops the PostgreSQL that it brought', async () => {
    const dataDir = await makeDataDirectory();
    const port = String((taken.address() as AddressInfo).port);

    expect(await failureOf({ HEADWATER_DATA_DIR: dataDir, PORT: port })).toContain(
      `headwater: Port ${port} of 127.0.0.1 is taken; choose another one with PORT`,
    );
    // A server that runs, or was killed, leaves it there.
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
    expect((await stat(join(dataDir, 'postgres', 'PG_VERSION'))).isFile()).toBe(true);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('ends where its address belongs to another machine', async () => {
    const failure = await failureOf({ DATABASE_URL: database.url, HOST: '192.0.2.1', PORT: '0', ACCESS: 'open' });

    expect(failure).toContain('HOST is "192.0.2.1", which is no address of this machine');
  });

  it('ends where a newer Headwater has migrated the database, which migrate leaves alone', async () => {
    const newer = await createTestDatabase();
    await runSql(
      newer.url,
      `insert into headwater_migration (timestamp, name) values (20990101000000, 'Future20990101000000')`,
    );

    const failure = await failureOf({ DATABASE_URL: newer.url, PORT: '0' });
    const migrate = startHeadwater(['migrate'], { DATABASE_URL: newer.url });

    expect(failure).toMatch(/^headwater: The database is newer than this Headwater.*Future20990101000000/m);
    expect(await migrate.exited).toBe(1);
    expect(migrate.stderr()).toContain('Future20990101000000');
    await newer.drop();
  });
});

async function failureOf(environment: Readonly<Record<string, string>>): Promise<string> {
  const service = startHeadwater(['serve'], { ...environment, LOG_LEVEL: 'warn' });
  const timer = setTimeout(() => service.signal('SIGKILL'), 60_000);
  const code = await service.exited;
  clearTimeout(timer);
  expect(code).toBe(1);
  return service.stderr();
}
