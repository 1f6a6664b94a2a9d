import { readdir } from 'node:fs/promises';
import { type ProcessInfo, processInfo } from './process-info.js';

/**
 * Ends, as its server would after a crash, the sessions that a killed server left busy: they hold its shared memory
 * until their statement is done, and no new server may start. Linux only; elsewhere a process's directory isn't known,
 * and the wait is longer.
 */
export async function endOrphanedSessions(clusterDir: string): Promise<void> {
  const pids = await readdir('/proc').catch(() => []);
  for (const pid of pids.map(Number)) {
    const session = pid > 0 ? await processInfo(pid) : undefined;
    if (session === undefined || !(await isOrphanOf(clusterDir, session))) continue;
    try {
      process.kill(pid, 'SIGQUIT');
    } catch {
      // It ended by itself.
    }
  }
}

/** What serves the cluster and is not the child of a server: one that another process starts right now is left alone. */
async function isOrphanOf(clusterDir: string, { command, workingDir, parent }: ProcessInfo): Promise<boolean> {
  if (workingDir !== clusterDir || !command.startsWith('postgres: ')) return false;
  return (await processInfo(parent))?.workingDir !== clusterDir;
}
