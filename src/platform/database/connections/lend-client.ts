import { Client, type Pool, type PoolClient } from 'pg';
import { isConnectionError } from './database-errors.js';
import type { PatientClient } from './patient-client.js';

/** How long a statement may run before anybody asks whether somebody still waits for it, in milliseconds. */
const PATIENCE_MS = 20;
/** How long a cancelled statement may take to end before its connection is given up. */
const CANCEL_MS = 500;

/**
 * Lends a pooled connection to `work`; while it runs, an abort cancels whatever the connection is executing. A signal that has to be made
 * first is made only when the work takes long: most lookups end sooner, and a signal costs as much as parsing their request.
 */
export async function lendClient<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  signal?: AbortSignal | (() => AbortSignal),
): Promise<T> {
  const known = typeof signal === 'function' ? undefined : signal;
  known?.throwIfAborted();
  const client = await pool.connect();
  if (known?.aborted) client.release();
  known?.throwIfAborted();
  let watched: AbortSignal | undefined;
  let givingUp: NodeJS.Timeout | undefined;
  const cancel = () => {
    void cancelBackend(pool, client);
    // Every connection of our pools is one.
    givingUp = setTimeout(() => (client as unknown as PatientClient).giveUp(), CANCEL_MS);
  };
  const watch = (made: AbortSignal) => {
    watched = made;
    if (made.aborted) cancel();
    else made.addEventListener('abort', cancel, { once: true });
  };
  if (known !== undefined) watch(known);
  const timer = typeof signal === 'function' ? setTimeout(() => watch(signal()), PATIENCE_MS) : undefined;
  let failure: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(givingUp);
    watched?.removeEventListener('abort', cancel);
    // A cancelled or broken connection is not lent again: a late cancel could hit the next statement.
    client.release(watched?.aborted || isConnectionError(failure) ? (failure ?? true) : undefined);
  }
}

async function cancelBackend(pool: Pool, client: PoolClient): Promise<void> {
  const pid = (client as unknown as { processID: number | null }).processID;
  // Not a connection of the pool: when all of them are busy, cancelling is what frees one.
  const canceller = new Client({ ...pool.options, connectionTimeoutMillis: CANCEL_MS });
  canceller.on('error', () => undefined);
  try {
    await canceller.connect();
    await canceller.query('select pg_cancel_backend($1)', [pid]);
  } catch {
    // statement_timeout ends the statement all the same.
  } finally {
    void canceller.end().catch(() => undefined);
  }
}
