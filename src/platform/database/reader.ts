import type { PoolClient } from 'pg';
import type { Instant } from '../instant.js';
import type { Database } from './database.js';

/** What was read, and up to when everything that was committed is in it; undefined: all of it, now. */
export interface Reading<T> {
  readonly value: T;
  readonly freshAt: Instant | undefined;
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
    return { value: await this.database.withClient(work, signal), freshAt: undefined };
  }
}

/** The earlier of two freshness times. */
export function lessFresh(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
