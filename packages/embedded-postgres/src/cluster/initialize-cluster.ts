import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo } from '../account/account.js';
import { DATABASE, ROLE } from '../account/password.js';
import { exists, makeDraftDirectory, removeAbandonedDrafts } from '../directories.js';
import { runProgram } from '../run-program.js';
import type { Placement } from './placement.js';

/** True once a cluster was completely made. */
export async function clusterExists({ clusterDir }: Placement): Promise<boolean> {
  return exists(join(clusterDir, 'PG_VERSION'));
}

/**
 * Makes the cluster, in a draft directory that is renamed when complete: a kill in the middle leaves nothing that looks
 * like a database. Of two processes that do so at once the later one drops its own. Its files are not yet safe from a
 * power cut; see `syncCluster`.
 */
export async function initializeCluster(placement: Placement, password: string, onLaunch?: () => void): Promise<void> {
  const { clusterDir, binaries, account } = placement;
  const draft = await makeDraftDirectory(join(clusterDir, '..'), 'initdb');
  try {
    const [fresh, passwordFile] = [join(draft, 'cluster'), join(draft, 'password')];
    await mkdir(fresh, { mode: 0o700 });
    await giveTo(account, fresh);
    await writeFile(passwordFile, password, { mode: 0o600 });
    await giveTo(account, passwordFile);
    await giveTo(account, draft);

    const made = runProgram(
      binaries.initdb,
      [
        ...['--pgdata', fresh, '--username', ROLE, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        // Text sorts by code point: the same on every machine, and after an update of the C library too.
        ...['--encoding', 'UTF8', '--no-locale', '--no-instructions', '--no-sync'],
      ],
      { account },
    );
    onLaunch?.();
    const { succeeded, output } = await made;
    if (!succeeded) {
      throw new Error(
        `PostgreSQL could not make its database in ${clusterDir}: ${output}\nSet HEADWATER_DATA_DIR to a directory on a ` +
          'local disk, or DATABASE_URL to a PostgreSQL of your own.',
      );
    }
    // A server would see each of its files on disk before it goes on. Where this fails, that is what happens.
    await runProgram(binaries.postgres, ['--single', '-F', '-D', fresh, 'template1'], {
      account,
      input: `create database ${DATABASE} strategy file_copy\n`,
    });
    await rename(fresh, clusterDir).catch(async (error: unknown) => {
      if (!(await clusterExists(placement))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
    await removeAbandonedDrafts(join(clusterDir, '..'), 'initdb');
  }
}

/**
 * Writes a new cluster to disk. Safe while its server runs, which syncs by itself what it writes. Never throws.
 */
export async function syncCluster({ clusterDir, binaries, account }: Placement): Promise<void> {
  await runProgram(binaries.initdb, ['--sync-only', '--pgdata', clusterDir], { account });
}
