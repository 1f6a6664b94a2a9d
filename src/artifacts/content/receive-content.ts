import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput } from '../../platform/errors.js';
import { asStoreFault, codeOf } from './content-faults.js';
import type { ReceivedContent } from './content-store.js';

/** Below the directory of contents, so that a received file can be renamed into its place. */
const INCOMING = 'incoming';

export interface Reception {
  readonly directory: string;
  readonly body: AsyncIterable<Buffer>;
  /** In hexadecimal digits; undefined: whatever comes is right. */
  readonly expectedDigest?: string | undefined;
  readonly maxBytes: number;
  /** Told how much has come so far; what it throws ends the reception. */
  readonly onProgress?: (bytes: number) => void;
}

export function incomingOf(directory: string): string {
  return join(directory, INCOMING);
}

/**
 * Writes what comes to a file of its own and hands it to `use`; it is gone afterwards unless `use` has put it elsewhere, and where anything fails,
 * before. When `use` is called all of it is on the disk and has the digest that was expected. One chunk is in memory at a time.
 */
export async function receiveContent<T>(
  reception: Reception,
  use: (content: ReceivedContent) => Promise<T>,
): Promise<T> {
  const path = join(incomingOf(reception.directory), randomUUID());
  try {
    return await use({ path, ...(await write(reception, path)) });
  } catch (error) {
    throw asStoreFault(error);
  } finally {
    await rm(path, { force: true });
  }
}

async function write(
  { directory, body, expectedDigest, maxBytes, onProgress }: Reception,
  path: string,
): Promise<Omit<ReceivedContent, 'path'>> {
  const file = await create(directory, path);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) {
        throw badInput(`The file has more than ${maxBytes} bytes, and no larger ones are kept (ARTIFACT_MAX_BYTES).`, {
          expected: maxBytes,
        });
      }
      onProgress?.(size);
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    const digest = hash.digest('hex');
    if (expectedDigest !== undefined && digest !== expectedDigest) {
      throw badInput(
        `The digest of the ${size} bytes that came is sha256:${digest}, and sha256:${expectedDigest} was expected; nothing was kept. Send the file again.`,
        { field: 'digest', found: `sha256:${digest}`, expected: `sha256:${expectedDigest}` },
      );
    }
    await file.sync();
    return { digest, size };
  } finally {
    await file.close();
  }
}

async function create(directory: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(incomingOf(directory), { recursive: true, mode: 0o700 });
    return open(path, 'wx', 0o600);
  }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}
