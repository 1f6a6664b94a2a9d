import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readWholeFile } from '../reading/whole-file.js';
import type { Data } from './snapshot.js';

const DIRECTORY = /^dvc-md5:([0-9a-f]{2})([0-9a-f]{30}\.dir)$/;
/** Where DVC keeps objects, of release 3 and of those before. */
const PLACES = ['files/md5', ''];

/**
 * The digest of a directory is that of the list of its files, which DVC's cache has. Where the list is there it has to have that digest; gives whether it was there.
 * Throws for one that was changed.
 */
export async function checkDirectory(repository: string, { path, digest }: Data): Promise<boolean> {
  const [, start, rest] = DIRECTORY.exec(digest) ?? [];
  if (start === undefined || rest === undefined) return false;
  for (const place of PLACES) {
    const file = join(repository, '.dvc/cache', place, start, rest);
    const list = await readIfThere(file);
    if (list === undefined) continue;
    const found = createHash('md5').update(list).digest('hex');
    if (`dvc-md5:${found}.dir` === digest) return true;
    throw new Error(`${file} lists the files of ${path}, and has the digest ${found}; it was damaged or changed.`);
  }
  return false;
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  return (await stat(file).catch(() => undefined)) === undefined ? undefined : readWholeFile(file);
}
