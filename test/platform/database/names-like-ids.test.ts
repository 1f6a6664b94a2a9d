import { expect, it } from '@jest/globals';
import { QuoteNamesLikeIds20261126200000 } from '../../../migrations/20261126200000-quote-names-like-ids.js';
import { MIGRATIONS } from '../../../migrations/index.js';
import { formatRef } from '../../../src/graph/names/format-ref.js';
import { Database } from '../../../src/platform/database/database.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase } from '../../support/postgres/test-database.js';

const LIKE_AN_ID = 'run_01kaywm7ycf0sva0ck3j6ttqzz';
const ALMOST = 'run_01kaywm7ycf0sva0ck3j6ttqz';

it('names of before that look like ids stand in quotes in labels, and only those', async () => {
  const testDatabase = await createTestDatabase({ empty: true });
  const connect = (count: number) =>
    new Database({
      url: testDatabase.url,
      poolSize: 2,
      statementTimeoutMs: 30_000,
      entities: [],
      migrations: MIGRATIONS.slice(0, count),
    }).connect();
  const labels = async () =>
    (await runSql<{ label: string }>(testDatabase.url, 'select label from node order by id')).map(({ label }) => label);
  const count = MIGRATIONS.indexOf(QuoteNamesLikeIds20261126200000);
  let database = await connect(count);
  await database.migrate();
  await database.close();
  const parts = [
    { name: LIKE_AN_ID },
    { name: LIKE_AN_ID, version: '3' },
    { name: 'production', child: LIKE_AN_ID },
    { name: LIKE_AN_ID, child: 'x' },
    { name: ALMOST },
    { name: ALMOST, version: '3' },
    { name: `x-${LIKE_AN_ID}` },
    { name: 'flights', version: '12' },
  ];
  const before = parts.map((part) => formatRef(part).replaceAll('"', ''));
  for (const label of before) {
    await runSql(
      testDatabase.url,
      `insert into node (id, kind, project, name, logical, label, created_by)
       values (md5($1)::uuid, 'DATASET', 'default', 'x', true, $1, 'ada')`,
      [label],
    );
  }
  const byId = async () => (await labels()).toSorted();

  database = await connect(count + 1);
  await database.migrate();

  expect(await byId()).toEqual(parts.map(formatRef).toSorted());
  await database.dataSource.undoLastMigration({ transaction: 'all' });
  expect(await byId()).toEqual(before.toSorted());
  await database.close();
  await testDatabase.drop();
});
