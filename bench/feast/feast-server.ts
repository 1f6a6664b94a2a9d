import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BenchService } from '../support/bench-service.js';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const WORKERS = 2;
const START_MS = 60_000;

/** Python 3.9 or newer with venv, or undefined. */
export function findPython(): string | undefined {
  const check = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 9) else 1)';
  return ['python3', 'python'].find((name) => spawnSync(name, ['-c', check]).status === 0);
}

/** Installs the pinned Feast into an environment of its own, unless an earlier run has; its `bin` directory. */
export function installFeast(python: string, dataDir: string): string {
  const environment = join(dataDir, 'feast-0.67.0-venv');
  const bin = join(environment, 'bin');
  if (existsSync(join(environment, 'installed'))) return bin;
  process.stderr.write('installing Feast (a minute)\n');
  run(python, ['-m', 'venv', environment]);
  run(join(bin, 'pip'), ['install', '--quiet', '--requirement', join(HERE, 'requirements.txt')]);
  run('touch', [join(environment, 'installed')]);
  return bin;
}

/** Makes Feast's repository with an empty online store in a database of its own, and fills it with these rows; rows per second. */
export async function fillFeast(bin: string, repository: string, service: BenchService, rows: string): Promise<number> {
  await mkdir(repository, { recursive: true });
  await service.sql.query('drop database if exists feast with (force)');
  await service.sql.query('create database feast');
  const url = new URL(service.databaseUrl);
  const host = decodeURIComponent(url.searchParams.get('host') ?? url.hostname);
  const lines = [
    'project: bench',
    'provider: local',
    `registry: ${join(repository, 'registry.db')}`,
    'entity_key_serialization_version: 3',
    'offline_store: {type: file}',
    'online_store:',
    '  type: postgres',
    `  host: ${host}`,
    `  port: ${url.port || url.searchParams.get('port') || 5432}`,
    '  database: feast',
    '  db_schema: public',
    `  user: ${url.username}`,
    `  password: "${decodeURIComponent(url.password)}"`,
  ];
  await writeFile(join(repository, 'feature_store.yaml'), `${lines.join('\n')}\n`);
  await writeFile(join(repository, 'rows.csv'), rows);
  const { stdout } = run(join(bin, 'python'), [join(HERE, 'fill_store.py'), repository]);
  return Number(stdout.trim().split('\n').at(-1));
}

/** Feast's own server. */
export interface FeastServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it with two workers and no access log, and waits until it answers. */
export async function startFeast(bin: string, repository: string): Promise<FeastServer> {
  const port = await freePort();
  const args = ['--chdir', repository, 'serve', '--host', '127.0.0.1', '--port', String(port)];
  // By default a worker ends after a thousand requests, and the connections it has fail.
  const workers = ['--workers', String(WORKERS), '--max-requests', '100000000', '--keep-alive-timeout', '600'];
  const child = spawn(join(bin, 'feast'), [...args, '--no-access-log', ...workers], {
    stdio: ['ignore', 'ignore', 'ignore'],
    // Its workers are processes of their own, and end with their group.
    detached: true,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}`, FEAST_USAGE: 'False' },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, 'exit');
  for (const deadline = Date.now() + START_MS; ; await setTimeout(200)) {
    if (
      await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('Feast did not start');
  }
  return {
    url,
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}

function run(program: string, args: readonly string[]): { stdout: string } {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${program} ${args[0]} failed`);
  return { stdout };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
