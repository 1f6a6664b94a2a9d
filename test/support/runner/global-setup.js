import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Builds what tests start as `headwater …`, and starts the PostgreSQL of this test run, in a process of its own; what that
 * prints becomes the workers' environment, and says where it is.
 */
export default async function globalSetup() {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../../build-server.js', import.meta.url))], {
    stdio: 'inherit',
  });
  const server = spawn(process.execPath, [fileURLToPath(new URL('../postgres/database-server.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const environment = await Promise.race([firstLine(server.stdout), once(server, 'exit').then(() => undefined)]);
  if (environment === undefined) throw new Error('The PostgreSQL of the tests did not start; the lines above say why.');
  Object.assign(process.env, JSON.parse(environment));
  // What Python has compiled is kept, beside no source: starting a program that imports much takes a third of the time then.
  process.env.PYTHONPYCACHEPREFIX = join(tmpdir(), 'headwater-python-compiled');
  delete process.env.PYTHONDONTWRITEBYTECODE;
  // What computes in Python computes little: threads that wait for each other take the processor from the other tests.
  for (const library of ['OMP_NUM', 'OPENBLAS_NUM', 'POLARS_MAX']) process.env[`${library}_THREADS`] = '1';
  globalThis.headwaterTestServer = server;
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}
