import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const WORKERS = 2;
const START_MS = 120_000;

export interface StockMlflow {
  readonly url: string;
  stop(): Promise<void>;
}

/** Installs the pinned MLflow into an environment of its own, unless an earlier run has; its Python. */
export function installMlflow(python: string, dataDir: string): string {
  const environment = join(dataDir, 'mlflow-3.17.0-venv');
  const own = join(environment, 'bin', 'python');
  if (existsSync(join(environment, 'installed'))) return own;
  process.stderr.write('installing MLflow (a few minutes)\n');
  run(python, ['-m', 'venv', environment]);
  run(own, ['-m', 'pip', 'install', '--quiet', '--requirement', join(HERE, 'requirements.txt')]);
  run('touch', [join(environment, 'installed')]);
  return own;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr.slice(-2_000)}`);
}

/** MLflow's own server on a database, with as many workers as it makes sense to give it here. */
export async function startMlflow(python: string, databaseUrl: string, folder: string): Promise<StockMlflow> {
  const port = await freePort();
  const log = join(folder, 'mlflow.log');
  const args = ['--host', '127.0.0.1', '--port', String(port), '--workers', String(WORKERS)];
  const stores = ['--backend-store-uri', databaseUrl, '--artifacts-destination', './artifacts'];
  const server = spawn(python, ['-m', 'mlflow', 'server', ...args, ...stores], {
    cwd: folder,
    stdio: ['ignore', 'ignore', openSync(log, 'w')],
    detached: true,
    env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
  });
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_MS;
  while (!(await isHealthy(url))) {
    if (server.exitCode !== null || performance.now() > deadline)
      throw new Error(`MLflow did not start: ${log} says why`);
    await setTimeout(200);
  }
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      // Its workers are processes of their own.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
      await ended;
    },
  };
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
