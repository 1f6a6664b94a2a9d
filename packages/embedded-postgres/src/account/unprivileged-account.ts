import { readFile } from 'node:fs/promises';
import { runProgram } from '../run-program.js';
import type { Account } from './account.js';

/** In order of preference; the second is what macOS calls the first. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/** An unprivileged account that exists on this machine. None is ever created. */
export async function findUnprivilegedAccount(passwdFile = '/etc/passwd'): Promise<Account> {
  const lines = (await readFile(passwdFile, 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and ${passwdFile} has none of the accounts ${CANDIDATES.join(', ')} to run it as. ` +
      'Run Headwater as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Throws where root may not become the account: a container without CAP_SETUID, or whose user ids don't reach that far. */
export async function checkUsable(account: Account): Promise<void> {
  const { succeeded, output } = await runProgram('/bin/sh', ['-c', 'exit 0'], { account });
  if (succeeded) return;
  throw new Error(
    `PostgreSQL refuses to run as root, and root may not run it as user id ${account.uid} here (${output}). ` +
      'Run Headwater as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Asks the system itself, as the account, so that ACLs, read-only and `noexec` mounts count too. */
export async function canReach(account: Account | undefined, path: string): Promise<boolean> {
  const { succeeded } = await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { account });
  return succeeded;
}
