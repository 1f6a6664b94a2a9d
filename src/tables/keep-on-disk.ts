import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeadwaterError } from '../platform/errors.js';

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export const diskFull = () =>
  new HeadwaterError('UNAVAILABLE', 'The disk that holds temporary files is full; try again later.');

/** Writes what comes to a file. Throws UNAVAILABLE when the disk has no room for it. */
export async function keepOnDisk(source: AsyncIterable<Buffer | string>, path: string): Promise<void> {
  try {
    await pipeline(Readable.from(source, { objectMode: false }), createWriteStream(path));
  } catch (error) {
    if (!FULL.has((error as { code?: unknown }).code)) throw error;
    throw diskFull();
  }
}
