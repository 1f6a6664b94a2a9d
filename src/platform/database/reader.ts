import type { PoolClient } from 'pg';
import { type Instant, now } from '../instant.js';
import type { Database } from './database.js';

/** What was read, and up to when everything that was committed is in it. */
export interface Reading<T> {
  readonly value: T;
  readonly freshAt: Instant;
}

/** Lends a connection for statements that only read, of the database itself or of a replica of it. */
export interface Reader {
  /** While `work` runs, an abort of the signal cancels what the connection is executing. The signal is asked for only where it takes long. */
  read<T>(work: (client: PoolClient) => Promise<T>, signal: () => AbortSignal): Promise<Reading<T>>;
}

/** Reads from the database itself. */
export class PrimaryReader implements Reader {
  constructor(private readonly database: Database) {}

  async read<T>(work: (client: PoolClient) => Promise<T>, signal: () => AbortSignal): Promise<Reading<T>> {
    return readPrimary(this.database, work, signal);
  }
}

/** Reads all that had been committed when it was asked. */
export async function readPrimary<T>(
  database: Database,
  work: (client: PoolClient) => Promise<T>,
  signal: () => AbortSignal,
): Promise<Reading<T>> {
  const freshAt = now();
  return { value: await database.withClient(work, signal), freshAt };
}
