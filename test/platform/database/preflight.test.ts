import { describe, expect, it } from '@jest/globals';
import { requireUsableDatabase } from '../../../src/platform/database/connections/preflight.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { databaseUrl, testServerUrl } from '../../support/postgres/test-database.js';

describe('requireUsableDatabase', () => {
  it('is content with a PostgreSQL that answers', async () => {
    await expect(requireUsableDatabase(testServerUrl())).resolves.toBeUndefined();
  });

  it('names a host that nobody listens on, and what to do', async () => {
    const problem = requireUsableDatabase('postgres://me:hunter2@127.0.0.1:1/app');

    await expect(problem).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1\/app \(DATABASE_URL\) .*ECONNREFUSED.*Check host, port/,
    );
    await expect(problem).rejects.not.toThrow(/hunter2/);
  });

  it('names a database that does not exist', async () => {
    await expect(requireUsableDatabase(databaseUrl(testServerUrl(), 'no_such'))).rejects.toThrow(
      /"no_such" does not exist/,
    );
  });

  it('says that the password is wrong, without it', async () => {
    await runSql(testServerUrl(), "create role forgetful login password 'hunter1'");
    const url = Object.assign(new URL(testServerUrl()), { username: 'forgetful', password: 'hunter2' });

    const problem = requireUsableDatabase(url.href);

    await expect(problem).rejects.toThrow(/password authentication failed/);
    await expect(problem).rejects.not.toThrow(/hunter2/);
    await runSql(testServerUrl(), 'drop role forgetful');
  });
});
