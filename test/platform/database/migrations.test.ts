import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { MIGRATIONS } from '../../../migrations/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';

/** Of a statement. A server that is silent for so long is gone, and one on a busy machine is slow. */
const LIMIT_MS = 1_000;

let testDatabase: TestDatabase;
let database: Database;

beforeEach(async () => {
  testDatabase = await createTestDatabase({ empty: true });
});

afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

async function connect(count: number, statementTimeoutMs = 30_000): Promise<Database> {
  return new Database({
    url: testDatabase.url,
    poolSize: 2,
    statementTimeoutMs,
    entities: [],
    migrations: MIGRATIONS.slice(0, count),
  }).connect();
}

describe('every migration', () => {
  it('can be taken back, leaves exactly what was there before, and can run again', async () => {
    const before: string[][] = [];
    for (let count = 1; count <= MIGRATIONS.length; count++) {
      before.push(await describeSchema(testDatabase.url));
      database = await connect(count);
      await database.migrate();
      if (count < MIGRATIONS.length) await database.close();
    }
    const complete = await describeSchema(testDatabase.url);

    for (const expected of before.toReversed()) {
      await database.dataSource.undoLastMigration({ transaction: 'all' });
      expect(await describeSchema(testDatabase.url)).toEqual(expected);
    }
    await database.migrate();

    expect(await describeSchema(testDatabase.url)).toEqual(complete);
  });

  it('may take longer than a request, and so may waiting for another service that migrates', async () => {
    const locker = new Client({ connectionString: testDatabase.url });
    await locker.connect();
    await locker.query(`begin; select pg_advisory_xact_lock(hashtext('headwater migrations'))`);
    database = await connect(MIGRATIONS.length, LIMIT_MS);

    const migrated = database.migrate();
    // Longer than a statement may take, and than a connection waits for an answer.
    await sleep(LIMIT_MS + 1_500);
    await locker.end();

    expect(await migrated).toHaveLength(MIGRATIONS.length);
  });

  it('is listed in the order of its timestamp, under a name of its own', async () => {
    database = await connect(MIGRATIONS.length);
    const names = MIGRATIONS.map((migration) => new migration().name);

    expect(names.map((name) => name.slice(-14))).toEqual(names.map((name) => name.slice(-14)).toSorted());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(MIGRATIONS.map((migration) => migration.name));
  });
});

/** Everything that a migration can make, as text: relations, columns, indexes, constraints, functions, triggers, types. */
async function describeSchema(url: string): Promise<string[]> {
  const rows = await runSql<{ line: string }>(
    url,
    `with mine as (
       select * from pg_class
       where relnamespace = 'public'::regnamespace and relname not like 'headwater_migration%'
         and oid not in (select indexrelid from pg_index where indrelid = to_regclass('headwater_migration'))
     )
     select format('%s %s %s', relkind, relname, reloptions) as line from mine
     union all
     select format('%s.%s %s %s %s %s', relname, attname, format_type(atttypid, atttypmod), attnotnull, attstorage,
                   pg_get_expr(adbin, adrelid))
     from mine join pg_attribute on attrelid = mine.oid and attnum > 0 and not attisdropped
     left join pg_attrdef on adrelid = attrelid and adnum = attnum
     union all
     select pg_get_indexdef(indexrelid) from pg_index join mine on mine.oid = indrelid
     union all
     select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
     from pg_constraint c join mine on mine.oid = conrelid
     union all
     select pg_get_functiondef(pg_proc.oid) from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
     union all
     select pg_get_triggerdef(t.oid) from pg_trigger t join mine on mine.oid = tgrelid where not tgisinternal
     union all
     select format('type %s %s', typname, typtype) from pg_type
     where typnamespace = 'public'::regnamespace and typname not like '%headwater_migration%'
     union all
     select format('extension %s', extname) from pg_extension
     order by line`,
  );
  return rows.map(({ line }) => line);
}
