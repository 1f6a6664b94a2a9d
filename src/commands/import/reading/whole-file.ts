import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The most that is held of a file at once: a longer one is none of those that tools write as one piece. */
const MOST_BYTES = 256 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/**
 * A whole file. What is no regular file is refused before it is read, for devices and pipes may have no end; so is what is longer than `most`, also where it
 * only grows so long while it is read.
 */
export async function readWholeFile(path: string, most = MOST_BYTES): Promise<Buffer> {
  // A pipe that nobody writes to would wait here for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new Error(`${path} is a folder; name a file.`);
    if (!stats.isFile()) throw new Error(`${path} is no regular file; only files are read.`);
    const chunks: Buffer[] = [];
    for (let length = 0; ; ) {
      if (Math.max(stats.size, length) > most)
        throw new Error(
          `${path} has ${Math.max(stats.size, length).toLocaleString('en')} bytes; at most ${most.toLocaleString('en')} are read.`,
        );
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, length);
      if (bytesRead === 0) return Buffer.concat(chunks, length);
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The same as text. Throws for bytes that are no UTF-8, with their place. */
export async function readWholeText(path: string, most = MOST_BYTES): Promise<string> {
  const bytes = await readWholeFile(path, most);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path}, byte ${firstOddByte(bytes).toLocaleString('en')}: it is no text in UTF-8.`);
  }
}

/** Where decoding stops, found by halves: whatever comes before it is text. */
function firstOddByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (isTextSoFar(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

function isTextSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
