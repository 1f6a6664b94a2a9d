import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';
import type { Service } from './opening/open-service.js';
import type { Logger } from './platform/telemetry/logger.js';
import { beginPostgres } from './processes/begin-postgres.js';
import { launchBackend } from './processes/launch-backend.js';
import { nameRoles, type Role, splitRoles } from './settings/roles.js';

/** Starts the service. The embedded database migrates itself; your own is only checked, because it may be shared. */
export async function startService(config: Config, log: Logger): Promise<Service> {
  const split = splitRoles(config.ROLES);
  const own = split === undefined ? config : shareOf(config, split.front);
  const logger = log.child({ role: nameRoles(own.ROLES) });
  const launch = async () => split && (await launchBackend(split.back, logger));
  // Making a database takes one processor for a second, and nothing is served before: often there is only one other, for one process after
  // the other to be loaded on.
  const early = isToBeMade(config) ? undefined : await launch();
  const postgres = config.DATABASE_URL === undefined ? await beginPostgres(config, logger) : undefined;
  const { openService } = await import('./opening/open-service.js');
  const backend = early ?? (await launch());
  return openService(own, {
    logger,
    postgres,
    backend: backend && { ...backend, config: shareOf(config, backend.roles) },
  });
}

function isToBeMade({ DATABASE_URL, HEADWATER_DATA_DIR }: Config): boolean {
  return DATABASE_URL === undefined && !existsSync(join(HEADWATER_DATA_DIR, 'postgres'));
}

/** The settings of one of the two processes. */
function shareOf(config: Config, roles: readonly Role[]): Config {
  const half = config.DATABASE_POOL_SIZE / 2;
  // Whoever works under a lock of one connection needs another one.
  const poolSize = roles.includes('lookups') ? Math.floor(half) : Math.max(2, Math.ceil(half));
  return { ...config, ROLES: roles, DATABASE_POOL_SIZE: poolSize };
}
