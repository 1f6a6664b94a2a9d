import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.js';
import type { Config } from '../config.js';
import { canTellLikeness } from '../graph/nodes/lists/alike.sql.js';
import { listen } from '../platform/http/listen.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { BackendLink } from '../processes/backend-link.js';
import type { BegunPostgres } from '../processes/begin-postgres.js';
import type { LaunchedBackend } from '../processes/launch-backend.js';
import type { SharedChanges } from '../processes/shared-changes.js';
import { removeFormerDirectories } from '../tables/former-directories.js';
import { removeAbandonedDirectories } from '../tables/temporary-directory.js';
import { type DatabaseHandle, openConfiguredDatabase } from './open-database.js';

export interface Service {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Lets requests end, then closes the database. */
  close(): Promise<void>;
}

/** What has begun already. */
export interface Begun {
  readonly logger: Logger;
  readonly postgres: BegunPostgres | undefined;
  readonly backend: (LaunchedBackend & { readonly config: Config }) | undefined;
}

/** Waits for what has begun, and serves on it. Nothing goes on where that fails. */
export async function openService(config: Config, { logger, postgres, backend }: Begun): Promise<Service> {
  let handle: DatabaseHandle | undefined;
  let app: FastifyInstance | undefined;
  const close = async () => {
    await app?.close();
    await backend?.stop();
    await handle?.close();
  };
  try {
    const opened = await openConfiguredDatabase(config, logger, postgres);
    handle = opened;
    if (config.DATABASE_URL === undefined) await opened.migrate();
    const state = await opened.database.readiness();
    if (!state.ready) throw new Error(state.problem);
    if (!(await canTellLikeness(opened.database)))
      logger.warn(
        'PostgreSQL had no pg_trgm when it was migrated, so search finds the words that are given, and none that are alike. Create the extension, then ask `select prepare_likeness()`.',
      );
    if (backend === undefined) app = await createApp(config, opened.database, logger);
    else {
      const { process: child, roles, socketPath } = backend;
      const serving = child.serve({ ...backend.config, DATABASE_URL: opened.url }, config.DATABASE_URL === undefined);
      // Until it is waited for, nobody hears of its failure.
      serving.catch(() => undefined);
      const link = (changes: SharedChanges) => new BackendLink(socketPath, changes);
      app = await createApp(config, opened.database, logger, { backend: { roles, link } });
      await serving;
    }
    // Late, so that a backend whose front was killed has noticed it by now.
    await removeAbandonedDirectories();
    await removeFormerDirectories();
    return { url: await listen(app, config.HOST, config.PORT), close };
  } catch (error) {
    // It listens to changes, looks for jobs and watches a replica already.
    await close();
    throw error;
  }
}
