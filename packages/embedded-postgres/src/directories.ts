import { access, chmod, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { processMark } from './server/process-info.js';

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Others may pass through but not list; what lies in such a directory has its own permissions. */
const PASSABLE = 0o711;

/** Makes a directory, and those above it, that any account may pass through, whatever the umask. */
export async function makeReachableDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, PASSABLE);
}

/** The same for an empty directory of root's that was made for us (by `mktemp -d`, say); one that holds anything stays closed. */
export async function makeReachableIfEmpty(path: string): Promise<void> {
  const { uid, mode } = await stat(path);
  if (uid === 0 && (await readdir(path)).length === 0) await chmod(path, (mode & 0o777) | PASSABLE);
}

/**
 * Makes a directory below `systemDir` and `link` a symbolic link to `postgres` in it. So whoever removes or moves the
 * link's directory removes or moves the database with it, as far as the next start is concerned.
 */
export async function makeSystemHome(systemDir: string, link: string): Promise<void> {
  await makeReachableDirectory(systemDir);
  const home = await mkdtemp(join(systemDir, 'data-'));
  await chmod(home, PASSABLE);
  await symlink(join(home, 'postgres'), link).catch(async (error: NodeJS.ErrnoException) => {
    await rm(home, { recursive: true });
    if (error.code !== 'EEXIST') throw error; // else another process was first, and its link counts
  });
}

/**
 * A new directory to prepare something in that is renamed to its place when complete. Its name says which process works
 * in it, for `removeAbandonedDrafts`.
 */
export async function makeDraftDirectory(parent: string, name: string): Promise<string> {
  return mkdtemp(join(parent, `${name}-${await processMark(process.pid)}-`));
}

/** Removes what killed processes left half-finished. Last of all, since a child of theirs may go on writing for a while. */
export async function removeAbandonedDrafts(parent: string, name: string): Promise<void> {
  const drafts = new RegExp(`^${name}-((\\d+)-[0-9a-f]{8})-`);
  for (const entry of await readdir(parent)) {
    const [, mark, pid] = drafts.exec(entry) ?? [];
    if (mark === undefined || (await processMark(Number(pid))) === mark) continue;
    await rm(join(parent, entry), { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}
