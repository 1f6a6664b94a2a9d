import type { PoolClient } from 'pg';
import { type Instant, now } from '../../time/instant.js';
import type { Database } from '../database.js';

/** What was read, and up to when everything that was committed is in it. */
export interface Reading<T> {
  readonly value: T;
  readonly freshAt: Instant;
}

/** Lends a connection for statements that only read, of the database itself or of a replica of it. */
export interface Reader {
  /** While `work` runs, an abort of the signal cancels what the connection is executing. The signal is asked for only where it takes long. */
  read<T>(question: ReaderQuestion<T>): Promise<Reading<T>>;
}

export interface ReaderQuestion<T> {
  readonly work: (client: PoolClient) => Promise<T>;
  readonly signal: () => AbortSignal;
  /** Whose rows it needs: no storage gets all connections. */
  readonly storages: readonly number[];
}

/** Reads from the database itself. */
export class PrimaryReader implements Reader {
  constructor(private readonly database: Database) {}

  async read<T>(question: ReaderQuestion<T>): Promise<Reading<T>> {
    return readPrimary(this.database, question);
  }
}

/** Reads all that had been committed when it was asked. */
export async function readPrimary<T>(
  database: Database,
  { work, signal, storages }: ReaderQuestion<T>,
): Promise<Reading<T>> {
  const freshAt = now();
  return { value: await database.shares.use(storages, () => database.withClient(work, signal), signal), freshAt };
}
