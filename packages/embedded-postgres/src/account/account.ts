import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Whom PostgreSQL runs as when Headwater runs as root, which PostgreSQL refuses to. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The options that make `spawn` run a program as the account. Node drops root's supplementary groups on the way. */
export function spawnIdentity(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/**
 * Gives a path, not what is below it, to the account; nothing happens where Headwater itself is unprivileged. Fill a
 * directory before giving it away: in one of its own the account could put a link to any file in the path's place.
 */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account !== undefined) await lchown(path, account.uid, account.gid);
}

/** Gives a whole tree to the account. What symbolic links (tablespaces) point to is left alone. */
export async function giveTreeTo(account: Account, path: string): Promise<void> {
  await lchown(path, account.uid, account.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTreeTo(account, join(path, name));
}
