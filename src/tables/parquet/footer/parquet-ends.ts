import { type FileHandle, open } from 'node:fs/promises';
import { badInput } from '../../../platform/errors.js';

/** Bytes; a footer takes about a hundred for each column of each row group, and several times that in memory. */
const MAX_FOOTER = 8 * 1024 * 1024;
/** Bytes behind the footer: its length and the magic number. */
export const TAIL = 8;

/** Looks at both ends of what is to be a Parquet file: throws BAD_USER_INPUT where it is none. */
export async function checkParquet(path: string): Promise<void> {
  const file = await open(path);
  try {
    await locateFooter(file);
  } finally {
    await file.close();
  }
}

/** Where the footer stands. Throws BAD_USER_INPUT where there is none. */
export async function locateFooter(file: FileHandle): Promise<{ start: number; length: number }> {
  const { size } = await file.stat();
  const head = await bytesAt(file, 0, Math.min(4, size));
  const tail = await bytesAt(file, Math.max(0, size - TAIL), Math.min(TAIL, size));
  const [magic, ending] = [head.toString('latin1'), tail.subarray(-4).toString('latin1')];
  if (magic === 'PARE' || (magic === 'PAR1' && ending === 'PARE'))
    throw badInput('The Parquet file is encrypted; write it without encryption.', { expected: 'PAR1', found: 'PARE' });
  if (magic !== 'PAR1')
    throw badInput(`The body is not a Parquet file: it begins with ${JSON.stringify(magic)} instead of "PAR1".`, {
      expected: 'PAR1',
      found: magic,
    });
  if (ending !== 'PAR1' || size < 4 + TAIL)
    throw badInput('The Parquet file is cut off: it does not end with "PAR1".', { expected: 'PAR1', found: ending });
  const length = tail.readUInt32LE(0);
  if (length > size - 4 - TAIL)
    throw badInput('The Parquet file is damaged: its footer would be longer than the file.');
  if (length > MAX_FOOTER)
    throw badInput(
      `The footer of the Parquet file takes ${length} bytes; at most ${MAX_FOOTER} are read. Write fewer columns or larger row groups.`,
      { expected: MAX_FOOTER, found: length },
    );
  return { start: size - TAIL - length, length };
}

export async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
