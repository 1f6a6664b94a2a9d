import { Client, type ClientConfig } from 'pg';
import type { PatientClient } from './patient-client.js';
import { isSqlstate } from './sqlstates.js';

/** A server that is silent for so many beats has gone. */
const BEATS = 3;

/**
 * Gives a connection up once the server has not answered anybody for `silenceMs`: statements of a session take as long as they need, so
 * that one of them is late says nothing. Gives the function that ends the watch.
 */
export function watchPulse(client: PatientClient, server: ClientConfig, silenceMs: number): () => void {
  const beatMs = Math.max(100, silenceMs / BEATS);
  // Counted, not timed: while this process stands still itself, it hears nothing of a server that is well.
  let silent = 0;
  let asking = false;
  const timer = setInterval(async () => {
    if (silent >= BEATS) return client.giveUp();
    silent++;
    if (asking) return;
    asking = true;
    if (await answers(server, beatMs)) silent = 0;
    asking = false;
  }, beatMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A server that refuses the connection answers, too. */
async function answers(server: ClientConfig, patienceMs: number): Promise<boolean> {
  const asker = new Client({ ...server, connectionTimeoutMillis: patienceMs });
  asker.on('error', () => undefined);
  try {
    await asker.connect();
    return true;
  } catch (error) {
    return isSqlstate((error as { code?: unknown }).code);
  } finally {
    void asker.end().catch(() => undefined);
  }
}
