import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { type DatabaseHandle, openConfiguredDatabase } from './open-database.js';
import { listen } from './platform/http/listen.js';
import { createLogger, type Logger } from './platform/telemetry/logger.js';
import { BackendLink } from './processes/backend-link.js';
import { BackendProcess } from './processes/backend-process.js';
import type { SharedChanges } from './processes/shared-changes.js';
import { nameRoles, type Role, splitRoles } from './roles.js';
import { removeFormerDirectories } from './tables/former-directories.js';
import { removeAbandonedDirectories, temporaryDirectory } from './tables/temporary-directory.js';

export interface Service {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Lets requests end, then closes the database. */
  close(): Promise<void>;
}

/** Starts the service. The embedded database migrates itself; your own is only checked, because it may be shared. */
export async function startService(config: Config, log = createLogger(config.LOG_LEVEL)): Promise<Service> {
  const split = splitRoles(config.ROLES);
  const own = split === undefined ? config : shareOf(config, split.front);
  const logger = log.child({ role: nameRoles(own.ROLES) });
  const backend = split && (await launchBackend(split.back, logger));
  let handle: DatabaseHandle | undefined;
  let app: FastifyInstance | undefined;
  const close = async () => {
    await app?.close();
    await backend?.stop();
    await handle?.close();
  };
  try {
    const opened = await openConfiguredDatabase(own, logger);
    handle = opened;
    if (config.DATABASE_URL === undefined) await opened.migrate();
    const state = await opened.database.readiness();
    if (!state.ready) throw new Error(state.problem);
    if (backend === undefined) app = await createApp(own, opened.database, logger);
    else {
      const serving = backend.serve({ ...shareOf(config, backend.roles), DATABASE_URL: opened.url });
      // Until it is waited for, nobody hears of its failure.
      serving.catch(() => undefined);
      app = await createApp(own, opened.database, logger, { backend });
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

/** Starts the second process, which has to be told what to serve, and makes a place for the socket between the two. */
async function launchBackend(roles: readonly Role[], logger: Logger) {
  const directory = await temporaryDirectory({ forSockets: true });
  const socketPath = join(directory.path, 'api');
  const child = new BackendProcess(socketPath, logger);
  child.launch();
  return {
    roles,
    link: (changes: SharedChanges) => new BackendLink(socketPath, changes),
    serve: (config: Config) => child.serve(config),
    async stop() {
      await child.stop();
      await directory.remove();
    },
  };
}

/** The settings of one of the two processes. */
function shareOf(config: Config, roles: readonly Role[]): Config {
  const half = config.DATABASE_POOL_SIZE / 2;
  // Whoever works under a lock of one connection needs another one.
  const poolSize = roles.includes('lookups') ? Math.floor(half) : Math.max(2, Math.ceil(half));
  return { ...config, ROLES: roles, DATABASE_POOL_SIZE: poolSize };
}
