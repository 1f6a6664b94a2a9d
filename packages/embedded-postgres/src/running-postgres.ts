import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { endpointUrl } from './endpoint.js';
import { readPidFile } from './server/pid-file.js';

/** The URL of the PostgreSQL that another process of this machine keeps running on a data directory; undefined where none does. Whoever may read its password may use it. */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const home = await realpath(dataDir).catch(() => undefined);
  if (home === undefined) return undefined;
  const server = await readPidFile(await realpath(join(home, 'postgres')).catch(() => join(home, 'postgres')));
  if (server === undefined || !server.isReady || !isAlive(server.pid)) return undefined;
  const password = (await readFile(join(home, 'postgres.password'), 'utf8')).trim();
  const { port, socketDir } = server;
  return endpointUrl(
    socketDir === '' ? { kind: 'port', host: '127.0.0.1', port } : { kind: 'socket', host: socketDir, port },
    password,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
