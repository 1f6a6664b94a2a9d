import { type EmbeddedPostgres, startEmbeddedPostgres } from '@headwater/embedded-postgres';
import type { Config } from '../config.js';
import type { Logger } from '../platform/telemetry/logger.js';

/** An embedded PostgreSQL that is being started. In an object, or whoever waits for this would wait for the start. */
export interface BegunPostgres {
  readonly started: Promise<EmbeddedPostgres>;
}

/** Begins to start the embedded PostgreSQL; resolves when that works on another processor, and this one has time for something else. */
export function beginPostgres(config: Config, logger: Logger): Promise<BegunPostgres> {
  return new Promise((resolve) => {
    const started = startEmbeddedPostgres({
      dataDir: config.HEADWATER_DATA_DIR,
      log: (message) => logger.info(message),
      onLaunch: () => resolve({ started }),
    });
    // What goes wrong before a program runs is heard of, like all else, by whoever waits for the start.
    started.catch(() => resolve({ started }));
  });
}
