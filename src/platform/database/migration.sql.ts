import { type Queryable, statement } from './queryable.js';

/** Where TypeORM keeps which migrations have run. */
export const MIGRATION_TABLE = 'headwater_migration';

const TABLE_EXISTS = statement('migration_table', `select 1 where to_regclass('${MIGRATION_TABLE}') is not null`);
const RUN_MIGRATIONS = statement('run_migrations', `select name from ${MIGRATION_TABLE}`);

/** The names of the migrations that have run. Reads only: a database of your own stays as it is. */
export async function selectRunMigrations(db: Queryable): Promise<ReadonlySet<string>> {
  if ((await db.query(TABLE_EXISTS)).length === 0) return new Set();
  return new Set((await db.query<{ name: string }>(RUN_MIGRATIONS)).map(({ name }) => name));
}

const LOCK = statement('migration_lock', `select pg_advisory_xact_lock(hashtext('headwater migrations'))`);

/** Services that start together migrate one after the other. */
export async function lockForMigrating(db: Queryable): Promise<void> {
  await db.query(LOCK);
}
