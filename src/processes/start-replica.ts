import type { Config } from '../config.js';
import type { Database } from '../platform/database/database.js';
import { ReplicaReader } from '../platform/database/replica/replica-reader.js';
import type { Logger } from '../platform/telemetry/logger.js';

/** The reader of READ_DATABASE_URL, watching its replica; undefined where none is set. */
export async function startReplica(
  config: Config,
  database: Database,
  logger: Logger,
): Promise<ReplicaReader | undefined> {
  if (config.READ_DATABASE_URL === undefined) return undefined;
  const replica = new ReplicaReader(
    database,
    {
      url: config.READ_DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
      maxStalenessMs: config.READ_MAX_STALENESS_MS,
    },
    logger,
  );
  await replica.start();
  return replica;
}
