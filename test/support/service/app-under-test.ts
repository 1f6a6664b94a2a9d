import type { HeadwaterClient } from '@headwater/client';
import type { FastifyInstance } from 'fastify';
import { createApp, describeDatabase, HOUSE } from '../../../src/app.js';
import { type Config, readConfig } from '../../../src/config.js';
import type { Database } from '../../../src/platform/database/database.js';
import { capturedLog, type LogLine } from '../captured-log.js';
import { createTestDatabase } from '../postgres/test-database.js';
import { clientWithoutSocket, GraphqlClient } from './graphql-client.js';

export interface AppUnderTestOptions {
  /** Settings that differ from the defaults. */
  readonly config?: Partial<Config>;
  /** Where PostgreSQL is, if not in a fresh copy of the template: it is left there at the end. */
  readonly databaseUrl?: string;
  /** Its rooms, if not those of the service. */
  readonly house?: typeof HOUSE;
}

/** The real service on a database of its own. */
export interface AppUnderTest extends GraphqlClient {
  /** Sends a request without a socket: `app.http.inject({ method: 'GET', url: '/healthz' })`. */
  readonly http: FastifyInstance;
  /** The client that the demo and the commands use. */
  readonly headwater: HeadwaterClient;
  readonly database: Database;
  readonly databaseUrl: string;
  /** What it has logged so far. */
  readonly log: readonly LogLine[];
  /** Listens on a free port of 127.0.0.1, unless it does, and gives the URL, without a slash at its end. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Builds the service as `headwater serve` does, on a copy of the template database. Close it in afterAll. */
export async function startAppUnderTest(options: AppUnderTestOptions = {}): Promise<AppUnderTest> {
  const { house = HOUSE } = options;
  const own = options.databaseUrl === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = own?.url ?? options.databaseUrl ?? '';
  // Many of them share one PostgreSQL.
  const config: Config = { ...readConfig({}), DATABASE_POOL_SIZE: 8, ...options.config };
  const { logger, lines } = capturedLog(config.LOG_LEVEL);
  const database = await describeDatabase(databaseUrl, config, house).connect();
  const http = await createApp(config, database, logger, { house });
  const headwater = clientWithoutSocket(http);
  const client = new GraphqlClient(headwater);
  let url: Promise<string> | undefined;
  return Object.assign(client, {
    http,
    headwater,
    database,
    databaseUrl,
    log: lines,
    listen: () => (url ??= http.listen({ host: '127.0.0.1', port: 0 })),
    async close() {
      await http.close();
      await database.close();
      await own?.drop();
    },
  });
}
