import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf, notAsKept } from './content-faults.js';
import type { ByteRange, ContentStore, ReceivedContent } from './content-store.js';
import { incomingOf } from './receive-content.js';

/**
 * Contents as files of a folder: `sha256/9f/86/9f86d0…`. A file appears there under its name all at once, after all of its bytes are on the disk, so whatever
 * is found under a digest is whole, whenever the process or the machine ended.
 */
export class FolderStore implements ContentStore {
  constructor(private readonly directory: string) {}

  async keep({ path, digest }: ReceivedContent): Promise<void> {
    const place = this.placeOf(digest);
    const folder = dirname(place);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Over one that is there already, too: they are the same, and one that was damaged is whole again.
    await rename(path, place);
    for (const each of [folder, dirname(folder), dirname(dirname(folder))]) await syncFolder(each);
  }

  async read(digest: string, size: number, range?: ByteRange): Promise<Readable> {
    const file = await open(this.placeOf(digest), 'r').catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? notAsKept(digest, 'is not in the folder') : error;
    });
    try {
      const found = await file.stat();
      if (found.size !== size) throw notAsKept(digest, `has ${found.size} bytes in the folder instead of ${size}`);
      return file.createReadStream({ highWaterMark: 256 * 1024, ...range });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async remove(digest: string): Promise<void> {
    await rm(this.placeOf(digest), { force: true });
  }

  async tidy(before: Date): Promise<void> {
    await removeOld(incomingOf(this.directory), before);
  }

  private placeOf(digest: string): string {
    return join(this.directory, 'sha256', digest.slice(0, 2), digest.slice(2, 4), digest);
  }
}

/** Removes files of a folder that nobody has written to since a moment. */
export async function removeOld(folder: string, before: Date): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const path = join(folder, name);
    // Its upload may end meanwhile.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true && found.mtime < before) await rm(path, { force: true });
  }
}

/** Without this the name of a file may be lost where the machine ends, though its bytes are there. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
