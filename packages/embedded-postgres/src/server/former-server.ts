import { basename } from 'node:path';
import { findLockHolder } from '../cluster/cluster-lock.js';
import type { Placement } from '../cluster/placement.js';
import { DataDirectoryInUseError } from '../data-directory-in-use-error.js';
import { type Endpoint, removeSocketDirectory } from '../endpoint.js';
import { type PidFile, readPidFile, removeEmptyPidFile, removePidFile } from './pid-file.js';
import { endProcess, type ProcessInfo, processInfo } from './process-info.js';

export interface FormerServerOptions {
  readonly placement: Placement;
  readonly password: string;
  readonly log: (message: string) => void;
  /** Of the start that is under way; its socket directory stays when a server is started again in it. */
  readonly endpoint?: Endpoint;
}

/**
 * Clears the cluster of what an earlier start left: a server whose Headwater was killed is stopped, a stale
 * `postmaster.pid` and socket directory are removed. Throws DataDirectoryInUseError, and touches nothing, while another
 * Headwater is at work.
 *
 * A live one is told from a dead one by the server's parent: each server carries the pid of its Headwater on its
 * command line, and is handed to another parent when that process dies. Unlike the lock, this also holds while a
 * server starts, and for a pid that was given to another process since.
 */
export async function clearFormerServer({ placement, password, log, endpoint }: FormerServerOptions): Promise<void> {
  const { clusterDir, dataDir } = placement;
  const found = await readPidFile(clusterDir);
  if (found === undefined) return removeEmptyPidFile(clusterDir);

  const server = await processInfo(found.pid);
  if (server !== undefined && servesCluster(server, clusterDir)) {
    const starter = starterOf(server);
    if (starter === undefined) throw notOurs(server, dataDir);
    if (starter === server.parent) throw new DataDirectoryInUseError(dataDir, starter);
    const holder = await lockHolder(found, password);
    if (holder !== undefined) throw new DataDirectoryInUseError(dataDir, holder);
    log(`Stopping the PostgreSQL (process ${server.pid}) of a Headwater (process ${starter}) that was killed`);
    await stopServer(server);
  } else if (hasPid(found.pid)) {
    // A stranger, or a zombie, has the pid, and PostgreSQL would take it for a server.
    await removePidFile(clusterDir, found.pid);
  }
  if (found.socketDir !== endpoint?.host) removeSocketDirectory(found.socketDir);
}

/** First as on a normal stop, then without a checkpoint; the next start recovers from the log. */
async function stopServer(server: ProcessInfo): Promise<void> {
  if (await endProcess(server, 'SIGINT', 15_000)) return;
  if (await endProcess(server, 'SIGQUIT', 5_000)) return;
  if (await endProcess(server, 'SIGKILL', 2_000)) return;
  throw new Error(`PostgreSQL (process ${server.pid}) of a Headwater that was killed does not end; end it by hand.`);
}

function servesCluster({ command, workingDir }: ProcessInfo, clusterDir: string): boolean {
  if (basename(command.split(' ')[0] ?? '') !== 'postgres' && !command.includes('/postgres ')) return false;
  // A server works in its cluster's directory, also after that was renamed.
  return workingDir === clusterDir || `${command} `.includes(`-D ${clusterDir} `);
}

/** The pid of the Headwater process that started a server. See `clusterName`. */
function starterOf({ command }: ProcessInfo): number | undefined {
  const [, pid] = /cluster_name=headwater-(\d+)/.exec(command) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

function notOurs({ pid }: ProcessInfo, dataDir: string): Error {
  return new Error(
    `A PostgreSQL server (process ${pid}) that Headwater did not start runs on ${dataDir}; stop it, ` +
      'or set HEADWATER_DATA_DIR to another directory',
  );
}

/** The connections of a process that was just killed take a moment to end. A server that can't be asked has no users. */
async function lockHolder({ socketDir, port }: PidFile, password: string): Promise<number | undefined> {
  const address = { host: socketDir || '127.0.0.1', port, password };
  const deadline = Date.now() + 2_000;
  for (;;) {
    const holder = await findLockHolder(address).catch(() => undefined);
    if (holder === undefined || Date.now() > deadline) return holder;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
