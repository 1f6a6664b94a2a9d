import { rm } from 'node:fs/promises';
import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { MIGRATIONS } from '../../../migrations/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { DIRECTORY_VARIABLE, makeDataDirectory, makeRunDirectory, patternOf } from '../data-directory.js';
import { runSql } from './run-sql.js';
import { databaseUrl, SERVER_VARIABLE, TEMPLATE } from './test-database.js';

/** Nobody else reaches the socket, and proving who one is costs both sides more than most tests ask. Roles that tests make need their passwords. */
const BELIEVE_TESTS = `do $$ begin
  execute format('copy (values (%L), (%L), (%L), (%L)) to %L',
    'local all headwater trust', 'host all headwater samehost trust', 'local all all scram-sha-256', 'host all all samehost scram-sha-256',
    current_setting('hba_file'));
  perform pg_reload_conf();
end $$`;

/** What a crash would lose is thrown away anyway. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '256MB',
  max_connections: '200',
};

const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: () => undefined, settings: SETTINGS });

async function migrate(url: string): Promise<void> {
  const options = { url, poolSize: 2, statementTimeoutMs: 60_000, entities: [], migrations: MIGRATIONS };
  const database = await new Database(options).connect();
  await database.migrate();
  await database.close();
}

/**
 * The PostgreSQL of one test run, in a process of its own: it prints as its first line where it is and lives until its
 * standard input ends, which also happens when Jest is killed.
 */
const directory = await makeRunDirectory();
const first = await start(patternOf(directory));
await migrate(first.url);
await first.stop();
const postgres = await start(await makeDataDirectory(directory));

async function stop(): Promise<void> {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

// Ctrl-C reaches the whole process group; Jest decides when the tests are over.
process.on('SIGINT', () => undefined);
try {
  await runSql(postgres.url, BELIEVE_TESTS);
  await runSql(
    databaseUrl(postgres.url, 'postgres'),
    `create database ${TEMPLATE} template headwater strategy file_copy`,
  );
  // It is already, unless the pattern could not be copied.
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  // Nobody may change the template; a connection to it would also make cloning fail.
  await runSql(postgres.url, `alter database ${TEMPLATE} with allow_connections false`);
  process.stdout.write(`${JSON.stringify({ [SERVER_VARIABLE]: postgres.url, [DIRECTORY_VARIABLE]: directory })}\n`);
  for await (const _ of process.stdin);
} finally {
  await stop();
}
