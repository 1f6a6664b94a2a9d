// Before anything that has decorators, as in app.ts.
import 'reflect-metadata';

import { runningPostgres } from '@headwater/embedded-postgres/running-postgres';
import { ApiKeys, type RecordKeys } from '../access/keys/api-keys.js';
import { KeyDesk } from '../access/keys/key-desk.js';
import { createChangeLog } from '../changes/record/create-change-log.js';
import type { Config } from '../config.js';
import { changeNotes } from '../graph/nodes/changes/change-notes.js';
import type { Database } from '../platform/database/database.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { ProjectReads } from '../projects/project-reads.js';
import { openConfiguredDatabase } from './open-database.js';

/** API keys in the configured database; the embedded one may be in use by a service. */
export async function openKeyDesk(config: Config, logger: Logger) {
  const running = config.DATABASE_URL === undefined ? await runningPostgres(config.HEADWATER_DATA_DIR) : undefined;
  const own = running === undefined ? config : { ...config, DATABASE_URL: running };
  const { database, migrate, close } = await openConfiguredDatabase(own, logger);
  try {
    if (own.DATABASE_URL === undefined) await migrate();
    const state = await database.readiness();
    if (!state.ready) throw new Error(state.problem);
    return { desk: openKeyDeskOn(database), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes, lists and revokes API keys without a service; a service seals what was recorded. */
export function openKeyDeskOn(database: Database): KeyDesk {
  const log = createChangeLog(() => undefined);
  const record: RecordKeys = (tx, caller, action) => {
    const notes = changeNotes(tx);
    notes.name({ log, caller, action, reason: null });
    return notes;
  };
  return new KeyDesk(new ApiKeys(database, new ProjectReads(database), record, () => undefined));
}
