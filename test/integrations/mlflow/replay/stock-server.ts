import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../free-port.js';

export interface StockServer {
  readonly url: string;
  close(): Promise<void>;
}

const START_MS = 120_000;

/** MLflow's own server, on SQLite, in a folder of its own. */
export async function startStockServer(python: string): Promise<StockServer> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-stock-mlflow-'));
  const port = await freePort();
  const server = spawn(
    python,
    [
      '-m',
      'mlflow',
      'server',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--workers',
      '1',
      '--backend-store-uri',
      'sqlite:///runs.db',
      '--artifacts-destination',
      './artifacts',
    ],
    {
      cwd: folder,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, server);
  return {
    url,
    async close() {
      const ended = once(server, 'exit');
      // Its workers are processes of their own.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`MLflow's server ended with ${server.exitCode}`);
    const isThere = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await setTimeout(200);
  }
  throw new Error(`MLflow's server did not answer within ${START_MS} ms`);
}
