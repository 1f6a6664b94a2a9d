import { readOrMakePassword, resetPassword } from './account/password.js';
import { findBinaries } from './cluster/binaries.js';
import { clusterExists, initializeCluster, syncCluster } from './cluster/initialize-cluster.js';
import { launchCluster } from './cluster/launch-cluster.js';
import { type Placement, placeCluster } from './cluster/placement.js';
import { type Endpoint, endpointUrl, isFree, openEndpoint, removeSocketDirectory } from './endpoint.js';
import { clearFormerServer } from './server/former-server.js';
import { keepRunning } from './server/keep-running.js';

export interface EmbeddedPostgresOptions {
  /** Absolute. Made if missing; holds the database, its password and its log. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Settings of postgresql.conf that replace the defaults, such as `fsync: 'off'` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the server died unexpectedly, before it is started again. */
  readonly onCrash?: () => void;
  /** Called whenever a program of PostgreSQL has begun to run: whoever has other work to do may do it now. */
  readonly onLaunch?: (() => void) | undefined;
}

export interface EmbeddedPostgres {
  /** For `pg`, `psql` and the like; stays valid when the server is restarted. */
  readonly url: string;
  readonly dataDir: string;
  /** Fast shutdown; waits for the server's end. Any further call returns the same promise. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own on a data directory, makes its database on the first start, clears up after a crash of
 * an earlier one, and keeps it running until `stop`. One process per data directory: a second one gets a
 * DataDirectoryInUseError. Every error says what to do about it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, settings = {}, onCrash, onLaunch } = options;
  const placement = await placeCluster(dataDir, await findBinaries(), log);
  const { password, isNew } = await openCluster(placement, { log, onLaunch });

  const launchAt = (endpoint: Endpoint) =>
    keepRunning((signal) => launchCluster({ placement, endpoint, password, settings, log, onLaunch }, signal), {
      log,
      onCrash,
    });
  const { endpoint, server } = await atFreeEndpoint(placement, launchAt);
  // Takes a second or two, and until now there was no data to lose.
  const synced = isNew && settings.fsync !== 'off' ? syncCluster(placement) : undefined;

  const cleanUp = () => removeSocketDirectory(endpoint.host);
  process.once('exit', cleanUp);
  const stop = async () => {
    await server.stop();
    await synced;
    process.off('exit', cleanUp);
    cleanUp();
  };
  let stopped: Promise<void> | undefined;
  return {
    url: endpointUrl(endpoint, password),
    dataDir,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Makes the cluster unless it is there, and a password for it. */
async function openCluster(
  placement: Placement,
  { log, onLaunch }: Pick<EmbeddedPostgresOptions, 'log' | 'onLaunch'>,
): Promise<{ password: string; isNew: boolean }> {
  const isPresent = await clusterExists(placement);
  const password = await readOrMakePassword(placement);
  if (!isPresent) {
    await initializeCluster(placement, password.value, onLaunch);
  } else if (password.isNew) {
    log('The file with the password of the database was gone; setting a new password');
    await clearFormerServer({ placement, password: password.value, log });
    await resetPassword(placement, password.value);
  }
  return { password: password.value, isNew: !isPresent };
}

/** A port that was free may be taken by another program before the server listens on it; then another one is tried. */
async function atFreeEndpoint<T>(
  { account }: Placement,
  launchAt: (endpoint: Endpoint) => Promise<T>,
): Promise<{ endpoint: Endpoint; server: T }> {
  for (let attempt = 1; ; attempt++) {
    const endpoint = await openEndpoint(account);
    try {
      return { endpoint, server: await launchAt(endpoint) };
    } catch (error) {
      const isTaken = !(await isFree(endpoint));
      removeSocketDirectory(endpoint.host);
      if (!isTaken || attempt === 5) throw error;
    }
  }
}
