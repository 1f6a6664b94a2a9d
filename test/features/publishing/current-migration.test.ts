import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../../migrations/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ empty: true });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** Connects with the migrations before, or with this one too. */
async function migrated(count: number): Promise<Database> {
  const connected = await new Database({
    url: testDatabase.url,
    poolSize: 2,
    statementTimeoutMs: 30_000,
    entities: [],
    migrations: MIGRATIONS.slice(0, count),
  }).connect();
  await connected.migrate();
  return connected;
}

it('a database of before keeps what its unpinned references meant: the newest version that lives', async () => {
  const place = MIGRATIONS.findIndex(({ name }) => name.startsWith('CreateActivations'));
  database = await migrated(place);
  const id = (digit: number) => `00000000-0000-7000-8000-0000000000${String(digit).padStart(2, '0')}`;
  const insert = async (digit: number, parent: number | null, version: number | null, more: object = {}) => {
    const { deleted = false, kind = version === null ? 'FEATURE_SET' : 'FEATURE_SET_VERSION' } = more as {
      deleted?: boolean;
      kind?: string;
    };
    await database.dataSource.query(
      `insert into node (id, kind, project, name, parent_id, version, logical, label, created_by, created_at, deleted_at)
       values ($1, $2, 'default', 'n', $3, $4, $5, $6, 'ana', '2026-01-01T00:00:00Z'::timestamptz + $7 * interval '1 hour', $8)`,
      [
        id(digit),
        kind,
        parent === null ? null : id(parent),
        version,
        version === null,
        `n${digit}`,
        digit,
        deleted ? '2026-02-01' : null,
      ],
    );
  };
  await insert(10, null, null);
  await insert(11, 10, 1);
  await insert(12, 10, 2);
  await insert(13, 10, 3, { deleted: true });
  await insert(20, null, null);
  await insert(21, 20, 1, { deleted: true });
  await insert(30, null, null, { kind: 'DATASET' });
  await insert(31, 30, 1, { kind: 'DATASET_VERSION' });
  await database.close();

  database = await migrated(place + 1);

  const current = await database.dataSource.query(
    'select id, current_version_id as current from node where logical order by id',
  );
  expect(current).toEqual([
    { id: id(10), current: id(12) },
    { id: id(20), current: null },
    { id: id(30), current: null },
  ]);
  const history = await database.dataSource.query(
    `select from_id as "from", to_id as "to", cause, activated_by as by, activated_at as at from feature_set_activation order by id`,
  );
  expect(history).toEqual([
    { from: null, to: id(11), cause: 'PUBLICATION', by: 'ana', at: new Date('2026-01-01T11:00:00Z') },
    { from: id(11), to: id(12), cause: 'PUBLICATION', by: 'ana', at: new Date('2026-01-01T12:00:00Z') },
  ]);
});
