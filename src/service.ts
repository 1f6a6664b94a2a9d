import type { FastifyInstance } from 'fastify';
import { createApp, describeDatabase } from './app.js';
import type { Config } from './config.js';
import type { Database } from './platform/database/database.js';
import { startEmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';
import { requireUsableDatabase } from './platform/database/preflight.js';
import { listen } from './platform/http/listen.js';
import { removeFormerDirectories } from './platform/tables/former-directories.js';
import { removeAbandonedDirectories } from './platform/tables/temporary-directory.js';
import { createLogger, type Logger } from './platform/telemetry/logger.js';

/** A database and how to let go of it. */
export interface DatabaseHandle {
  readonly database: Database;
  close(): Promise<void>;
}

export interface Service {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Lets requests end, then closes the database. */
  close(): Promise<void>;
}

/** The database of DATABASE_URL, or the embedded one, started now. Its migrations may not have run. */
export async function openConfiguredDatabase(config: Config, logger: Logger): Promise<DatabaseHandle> {
  if (config.DATABASE_URL !== undefined) {
    await requireUsableDatabase(config.DATABASE_URL);
    const database = await describeDatabase(config.DATABASE_URL, config).connect();
    return { database, close: () => database.close() };
  }
  const postgres = await startEmbeddedPostgres({
    dataDir: config.HEADWATER_DATA_DIR,
    log: (message) => logger.info(message),
  });
  try {
    const database = await describeDatabase(postgres.url, config).connect();
    return {
      database,
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

/** Starts the service. The embedded database migrates itself; your own is only checked, because it may be shared. */
export async function startService(config: Config, logger = createLogger(config.LOG_LEVEL)): Promise<Service> {
  const handle = await openConfiguredDatabase(config, logger);
  let app: FastifyInstance | undefined;
  try {
    if (config.DATABASE_URL === undefined) await handle.database.migrate();
    const state = await handle.database.readiness();
    if (!state.ready) throw new Error(state.problem);
    await removeAbandonedDirectories();
    await removeFormerDirectories();
    const started = await createApp(config, handle.database, logger);
    app = started;
    const url = await listen(started, config.HOST, config.PORT);
    return {
      url,
      async close() {
        await started.close();
        await handle.close();
      },
    };
  } catch (error) {
    // It listens to changes, looks for jobs and watches a replica already.
    await app?.close();
    await handle.close();
    throw error;
  }
}
