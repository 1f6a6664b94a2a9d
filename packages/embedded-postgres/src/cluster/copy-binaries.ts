import { chmod, cp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '../account/account.js';
import { canReach } from '../account/unprivileged-account.js';
import { exists, makeDraftDirectory, makeReachableDirectory, removeAbandonedDrafts } from '../directories.js';
import { binariesIn, type PostgresBinaries } from './binaries.js';

export interface CopyOptions {
  readonly systemDir: string;
  readonly account: Account;
  readonly log: (message: string) => void;
}

/**
 * Copies PostgreSQL, once per version, to where the account can run it: node_modules may lie below a home directory
 * that only root may enter. Throws an error that says what to do when it can't be run there either.
 */
export async function copyBinaries(
  found: PostgresBinaries,
  { systemDir, account, log }: CopyOptions,
): Promise<PostgresBinaries> {
  const copy = binariesIn(join(systemDir, `postgresql-${found.version}`), found.version);
  await makeReachableDirectory(systemDir);
  if (!(await exists(copy.postgres))) {
    log(
      `Copying PostgreSQL to ${copy.nativeDir}: user id ${account.uid}, which it runs as, cannot reach the installed one`,
    );
    const draft = await makeDraftDirectory(systemDir, 'copy');
    try {
      await cp(found.nativeDir, draft, { recursive: true, verbatimSymlinks: true });
      await makeReadable(draft);
      // Renamed when complete, so that neither a kill nor another process leaves or meets half a copy.
      await rename(draft, copy.nativeDir).catch(async (error: unknown) => {
        if (!(await exists(copy.postgres))) throw error;
      });
    } finally {
      await rm(draft, { recursive: true, force: true });
      await removeAbandonedDrafts(systemDir, 'copy');
    }
  }
  if (await canReach(account, copy.postgres)) return copy;
  throw new Error(
    `PostgreSQL does not run as root but as user id ${account.uid}, which can run neither ${found.postgres} nor ` +
      `${copy.postgres}: let it through to one of them (chmod o+x on the directories above; no file system mounted ` +
      'noexec), run Headwater as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** The umask may have been 077, here or at npm's install. Nothing becomes writable for others. */
async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
