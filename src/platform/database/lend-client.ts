import { Client, type Pool, type PoolClient } from 'pg';

/** How long a statement may run before anybody asks whether somebody still waits for it, in milliseconds. */
const PATIENCE_MS = 20;

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
  const cancel = () => void cancelBackend(pool, client);
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
    watched?.removeEventListener('abort', cancel);
    // A cancelled or broken connection is not lent again: a late cancel could hit the next statement.
    client.release(watched?.aborted || isConnectionError(failure) ? (failure ?? true) : undefined);
  }
}

async function cancelBackend(pool: Pool, client: PoolClient): Promise<void> {
  const pid = (client as unknown as { processID: number | null }).processID;
  // Not a connection of the pool: when all of them are busy, cancelling is what frees one.
  const canceller = new Client(pool.options);
  canceller.on('error', () => undefined);
  try {
    await canceller.connect();
    await canceller.query('select pg_cancel_backend($1)', [pid]);
  } catch {
    // statement_timeout ends the statement all the same.
  } finally {
    await canceller.end();
  }
}

/** Whether an error means that the connection itself is gone: PostgreSQL's own errors have a SQLSTATE. */
export function isConnectionError(error: Error | undefined): boolean {
  return error !== undefined && !/^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code ?? ''));
}
