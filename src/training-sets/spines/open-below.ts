import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

/** Why a file is not opened. */
export type NotOpened = 'outside' | 'absent' | 'no regular file';

/** An open file, and where it really is. */
export interface OpenedFile {
  readonly handle: FileHandle;
  readonly path: string;
}

/**
 * Opens a regular file below a directory for reading. Symbolic links are followed as long as they stay below it. What the path means is asked
 * of the open file, so that nothing which is swapped meanwhile is taken for what was checked; a path outside is not touched at all, so that
 * nobody learns what is there. Neither waits for the other end of a pipe nor opens a device.
 */
export async function openBelow(directory: string, path: string): Promise<OpenedFile | NotOpened> {
  const named = resolve(directory);
  const real = await realpath(named).catch(() => undefined);
  const wanted = resolve(path);
  if (!isBelow(named, wanted) && (real === undefined || !isBelow(real, wanted))) return 'outside';
  const found = await realpath(wanted).catch(() => undefined);
  if (real === undefined || found === undefined) return 'absent';
  if (!isBelow(real, found)) return 'outside';
  const kind = await lstat(found).catch(() => undefined);
  if (kind?.isFile() === false) return 'no regular file';
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const handle = await open(found, flags).catch(() => undefined);
  if (handle === undefined) return 'absent';
  const refused = await judge(handle, real, wanted);
  if (refused === undefined) return { handle, path: found };
  await handle.close();
  return refused;
}

async function judge(handle: FileHandle, directory: string, wanted: string): Promise<NotOpened | undefined> {
  const opened = await handle.stat();
  if (!opened.isFile()) return 'no regular file';
  // Linux tells the path of an open file; elsewhere it is asked for again, and has to be the same file.
  const told = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (told !== undefined) return isBelow(directory, told) ? undefined : 'outside';
  const again = await realpath(wanted).catch(() => undefined);
  if (again === undefined || !isBelow(directory, again)) return 'outside';
  const there = await lstat(again).catch(() => undefined);
  return there?.dev === opened.dev && there.ino === opened.ino ? undefined : 'absent';
}

function isBelow(directory: string, path: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
