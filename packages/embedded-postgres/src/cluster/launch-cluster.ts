import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../endpoint.js';
import { clearFormerServer } from '../server/former-server.js';
import type { Running } from '../server/keep-running.js';
import { endOrphanedSessions } from '../server/orphaned-sessions.js';
import { type Postmaster, startPostmaster } from '../server/postmaster.js';
import { openServerLog, reasonInLog, sizeOf } from '../server/server-log.js';
import { ensureDatabase, holdClusterLock } from './cluster-lock.js';
import type { Placement } from './placement.js';
import { serverArguments } from './settings.js';

export interface Cluster {
  readonly placement: Placement;
  readonly endpoint: Endpoint;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
  readonly onLaunch?: (() => void) | undefined;
}

/** How long the sessions of a killed server, which hold its memory, may take to end: by themselves, and at all. */
const COURTESY_MS = 1_000;
const PATIENCE_MS = 20_000;

/**
 * Starts the server of an existing cluster, with the lock held and the database there. Throws DataDirectoryInUseError,
 * or an error with the server's own reason; nothing keeps running then.
 */
export async function launchCluster(cluster: Cluster, signal: AbortSignal): Promise<Running> {
  const { placement, endpoint, password, log } = cluster;
  const address = { host: endpoint.host, port: endpoint.port, password };
  const postmaster = await startPatiently(cluster, signal);
  try {
    const lock = await holdClusterLock(address, { dataDir: placement.dataDir, log });
    void postmaster.exited.then(() => lock.release());
    await ensureDatabase(address);
    return {
      exited: postmaster.exited,
      stop: async () => {
        await lock.release();
        await postmaster.stop();
      },
    };
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

async function startPatiently(cluster: Cluster, signal: AbortSignal): Promise<Postmaster> {
  const { placement, log } = cluster;
  const { clusterDir, dataDir, account } = placement;
  const logFile = join(dataDir, 'postgres.log');
  const args = serverArguments(clusterDir, cluster.endpoint, cluster.settings);
  const begun = Date.now();
  for (let attempt = 1; ; attempt++) {
    await clearFormerServer(cluster);
    const output = await openServerLog(logFile, account);
    const logged = await sizeOf(logFile);
    const postmaster = await startPostmaster(placement, args, output).finally(() => output.close());
    cluster.onLaunch?.();
    try {
      if (await postmaster.isReady(signal)) return postmaster;
    } catch (error) {
      await postmaster.stop();
      throw error;
    }

    const { isInUse, reason } = await reasonInLog(logFile, logged);
    const waited = Date.now() - begun;
    if (!isInUse || waited > PATIENCE_MS) {
      throw new Error(`PostgreSQL did not start (${await postmaster.exited}): ${reason} See ${logFile}`);
    }
    if (attempt === 1) log('Waiting for what is left of a killed PostgreSQL to end');
    if (waited > COURTESY_MS) await endOrphanedSessions(clusterDir);
    await sleep(300, undefined, { signal });
  }
}
