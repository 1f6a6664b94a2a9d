import { randomBytes } from 'node:crypto';
import { runSql } from './run-sql.js';

/** The migrated database that every suite's own is a copy of. */
export const TEMPLATE = 'headwater_template';

/** The environment variable that tells the test workers where PostgreSQL is. Set by global-setup.js. */
export const SERVER_VARIABLE = 'HEADWATER_TEST_SERVER';

/** A database of one suite's own. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** A migrated database without any record, or a copy of another one; `empty` has no tables either. Its files are copied: as pages, that would take ten times as long. */
export async function createTestDatabase({ empty = false, template = TEMPLATE } = {}): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runSql(server, `create database ${name} template ${empty ? 'template0' : template} strategy file_copy`);
  return {
    url: databaseUrl(server, name),
    async drop() {
      await runSql(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** The same server, another database. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** The URL of the test run's PostgreSQL, as a role that may do anything. */
export function testServerUrl(): string {
  const url = process.env[SERVER_VARIABLE];
  if (url === undefined) throw new Error(`${SERVER_VARIABLE} is not set: run the tests with \`npm test\`.`);
  return url;
}
