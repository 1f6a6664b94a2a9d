import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { MIGRATIONS } from '../../migrations/index.js';
import { Database } from '../../src/platform/database/database.js';
import { runSql } from './run-sql.js';
import { databaseUrl, TEMPLATE } from './test-database.js';

/** Nobody else reaches the socket, and proving who one is costs both sides more than most tests ask. Roles that tests make need their passwords. */
const BELIEVE_TESTS = `do $$ begin
  execute format('copy (values (%L), (%L), (%L), (%L)) to %L',
    'local all headwater trust', 'host all headwater samehost trust', 'local all all scram-sha-256', 'host all all samehost scram-sha-256',
    current_setting('hba_file'));
  perform pg_reload_conf();
end $$`;

/**
 * The PostgreSQL of one test run, in a process of its own: it prints the URL as its first line and lives until its
 * standard input ends, which also happens when Jest is killed.
 */
const directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
const postgres = await startEmbeddedPostgres({
  dataDir: directory,
  log: () => undefined,
  // What a crash would lose is thrown away anyway.
  settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
});

async function stop(): Promise<void> {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

// Ctrl-C reaches the whole process group; Jest decides when the tests are over.
process.on('SIGINT', () => undefined);
try {
  await runSql(postgres.url, BELIEVE_TESTS);
  await runSql(postgres.url, `create database ${TEMPLATE}`);
  const template = await new Database({
    url: databaseUrl(postgres.url, TEMPLATE),
    poolSize: 2,
    statementTimeoutMs: 60_000,
    entities: [],
    migrations: MIGRATIONS,
  }).connect();
  await template.migrate();
  await template.close();
  // Nobody may change the template; a connection to it would also make cloning fail.
  await runSql(postgres.url, `alter database ${TEMPLATE} with allow_connections false`);
  process.stdout.write(`${postgres.url}\n`);
  for await (const _ of process.stdin);
} finally {
  await stop();
}
