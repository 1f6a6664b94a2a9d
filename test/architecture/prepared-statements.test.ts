import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createStage } from '../../src/features/ingest/bulk/stage.sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { CHECKOUT, readSourceFiles } from './source-files.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

/** What all `*.sql.ts` files make when they are loaded. Those that put a text together when they are asked are run by the tests of their rooms. */
async function namedStatements(): Promise<NamedStatement[]> {
  const files = (await readSourceFiles('src')).map(({ path }) => path).filter((path) => path.endsWith('.sql.ts'));
  const program = join(CHECKOUT, 'test/architecture/name-statements.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...files], {
    cwd: CHECKOUT,
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return JSON.parse(stdout) as NamedStatement[];
}

/** Those can't be prepared, but said. */
function isSetting(text: string): boolean {
  return text.startsWith('set ');
}

it('every statement can be prepared on a migrated database', async () => {
  const statements = await namedStatements();
  const refused: string[] = [];
  await client.query('begin');
  // An ingest makes it for itself.
  await createStage({ query: async <Row>({ text }: NamedStatement) => (await client.query(text)).rows as Row[] });
  await client.query('savepoint sound');

  for (const [index, { name, text }] of statements.entries()) {
    await client
      .query(isSetting(text) ? text : `prepare "statement ${index}" as ${text}`)
      .then(() => client.query('savepoint sound'))
      .catch(async (error: Error) => {
        refused.push(`${name}: ${error.message}: ${text}`);
        await client.query('rollback to sound');
      });
  }

  expect(refused).toEqual([]);
  expect(statements.length).toBeGreaterThan(100);
});
