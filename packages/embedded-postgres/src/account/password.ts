import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Placement } from '../cluster/placement.js';
import { runProgram } from '../run-program.js';
import { giveTo } from './account.js';

/** The only role of the cluster, and the only database. */
export const ROLE = 'headwater';
export const DATABASE = 'headwater';

/** The password of the role, from `postgres.password`; made up when there is none yet, or any more. */
export async function readOrMakePassword({ dataDir, account }: Placement): Promise<{ value: string; isNew: boolean }> {
  const path = join(dataDir, 'postgres.password');
  const present = await readPassword(path);
  if (present) return { value: present, isNew: false };
  if (present === '') await rm(path);

  // Linked when complete: of two processes that start at once, one wins and both read the same password.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(24).toString('hex')}\n`);
    await file.sync();
    await giveTo(account, draft);
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(draft);
  }
  return { value: await readFile(path, 'utf8').then((text) => text.trim()), isNew: true };
}

/**
 * Gives the role of an existing cluster a new password, because the file with the old one was lost. PostgreSQL's
 * single-user mode asks for none: whoever owns the files owns the data. No server may be running.
 */
export async function resetPassword({ binaries, clusterDir, account }: Placement, password: string): Promise<void> {
  const { succeeded, output } = await runProgram(binaries.postgres, ['--single', '-D', clusterDir, 'postgres'], {
    account,
    input: `alter role ${ROLE} password '${password}'\n`,
  });
  if (!succeeded) throw new Error(`The password of the embedded PostgreSQL could not be set anew: ${output}`);
}

/** Undefined without a file; empty when a power cut left it so. */
async function readPassword(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}
