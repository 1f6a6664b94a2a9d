import { describeDatabase } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import type { Database } from '../../../src/platform/database/database.js';
import { createTestDatabase } from './test-database.js';

/** A database of one suite's own, with few connections, for tests without a service in their process. */
export interface ConnectedDatabase {
  readonly url: string;
  readonly database: Database;
  /** Ends the connections and removes it. */
  close(): Promise<void>;
}

export async function connectTestDatabase(): Promise<ConnectedDatabase> {
  const own = await createTestDatabase();
  const database = await describeDatabase(own.url, { ...readConfig({}), DATABASE_POOL_SIZE: 3 }).connect();
  return {
    url: own.url,
    database,
    async close() {
      await database.close();
      await own.drop();
    },
  };
}
