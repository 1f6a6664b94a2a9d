import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describeDatabase } from '../app.js';
import { LOG_TABLES } from '../changes/record/log-tables.js';
import type { Config } from '../config.js';
import { requireUsableDatabase } from '../platform/database/connections/preflight.js';
import type { Database } from '../platform/database/database.js';
import { runStatement } from '../platform/database/queryable.js';
import { ensureRole, handOver, whoAndWhere } from '../platform/database/service-role.sql.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { type BegunPostgres, beginPostgres } from '../processes/begin-postgres.js';

/** A database and how to let go of it. */
export interface DatabaseHandle {
  readonly database: Database;
  /** Where others find it. */
  readonly url: string;
  /** Runs the migrations that are missing; gives their names. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

/** Who works in the embedded database, which is owned by somebody else. */
const SERVICE_ROLE = 'headwater_service';

/** The database of DATABASE_URL, or the embedded one, started now unless it was begun. Its migrations may not have run. */
export async function openConfiguredDatabase(
  config: Config,
  logger: Logger,
  begun?: BegunPostgres,
): Promise<DatabaseHandle> {
  const { DATABASE_URL: url, MIGRATE_DATABASE_URL: ownerUrl = url } = config;
  if (url !== undefined && ownerUrl !== undefined) {
    await requireUsableDatabase(url);
    const database = await describeDatabase(url, config).connect();
    return { database, url, migrate: () => migrateAs(ownerUrl, config, database), close: () => database.close() };
  }
  const { started } = begun ?? (await beginPostgres(config, logger));
  const postgres = await started;
  try {
    const url = await serviceUrl(postgres.url);
    const database = await describeDatabase(url, config).connect();
    return {
      database,
      url,
      migrate: () => migrateAs(postgres.url, config, database),
      async close() {
        await database.close();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Migrates as the owner of the tables, and hands over to the role that works in them what it may change, where that is another one. */
async function migrateAs(ownerUrl: string, config: Config, database: Database): Promise<string[]> {
  const owner = await describeDatabase(ownerUrl, config).connect();
  try {
    const names = await owner.migrate();
    const [mine, service] = [await whoAndWhere(owner), await whoAndWhere(database)];
    if (mine.role !== service.role) await owner.quietTransaction((tx) => handOver(tx, service.role, LOG_TABLES));
    return names;
  } finally {
    await owner.close();
  }
}

/** The embedded database as the role of the service, which is given a new password each time. */
async function serviceUrl(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  [url.username, url.password] = [SERVICE_ROLE, randomBytes(24).toString('hex')];
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await ensureRole({ query: (text, values) => runStatement(owner, text, values) }, SERVICE_ROLE, url.password);
  } finally {
    await owner.end();
  }
  return url.href;
}
