import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a server writes about itself into `postmaster.pid`. See PostgreSQL's `src/include/utils/pidfile.h`. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** Empty without a Unix socket. */
  readonly socketDir: string;
  readonly isReady: boolean;
}

/** Undefined when there is no such file, or one without a pid in it. */
export async function readPidFile(clusterDir: string): Promise<PidFile | undefined> {
  const text = await readFile(pathIn(clusterDir), 'utf8').catch(() => '');
  const [pid, , , port, socketDir, , , status] = text.split('\n');
  // Single-user mode writes a negative pid.
  const number = Math.abs(Number(pid));
  if (!(number > 0)) return undefined;
  return { pid: number, port: Number(port), socketDir: socketDir ?? '', isReady: status?.trim() === 'ready' };
}

/** Removes the file if it still is the one of `pid`. */
export async function removePidFile(clusterDir: string, pid: number): Promise<void> {
  if ((await readPidFile(clusterDir))?.pid === pid) await rm(pathIn(clusterDir), { force: true });
}

/** Removes a file that a crash of the machine left empty; PostgreSQL asks its administrator to. A young one is being written. */
export async function removeEmptyPidFile(clusterDir: string): Promise<void> {
  const found = await stat(pathIn(clusterDir)).catch(() => undefined);
  if (found?.size === 0 && Date.now() - found.mtimeMs > 5_000) await rm(pathIn(clusterDir), { force: true });
}

function pathIn(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}
