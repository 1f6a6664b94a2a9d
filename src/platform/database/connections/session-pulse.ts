import { Client, type ClientConfig } from 'pg';
import type { PatientClient } from './patient-client.js';
import { isSqlstate } from './sqlstates.js';

/**
 * Gives a connection up once the server has not answered anybody for `silenceMs`: statements of a session take as long as they need, so
 * that one of them is late says nothing. Gives the function that ends the watch.
 */
export function watchPulse(client: PatientClient, server: ClientConfig, silenceMs: number): () => void {
  const beatMs = Math.max(100, silenceMs / 3);
  let answered = performance.now();
  let asking = false;
  const timer = setInterval(async () => {
    if (performance.now() - answered > silenceMs) return client.giveUp();
    if (asking) return;
    asking = true;
    if (await answers(server, beatMs)) answered = performance.now();
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
