import { open } from 'node:fs/promises';
import { Crc32c } from '@aws-crypto/crc32c';

/** Bytes that are read at once. */
const CHUNK = 1024 * 1024;
/** Bytes before a record: its length, and the checksum of that. */
const HEAD = 12;
/** Bytes behind it: the checksum of the record. */
const TAIL = 4;
/** TensorFlow writes no longer records; a longer one is a damaged length whose checksum happens to be right. */
const LONGEST = 256 * 1024 * 1024;
const MASK = 0xa282ead8;

/** A file of events that is not as it was written. */
export class DamagedFile extends Error {
  constructor(path: string, offset: number, problem: string) {
    super(`${path}, byte ${offset.toLocaleString('en')}: ${problem}`);
  }
}

/** A record, and where the next one begins. */
export interface EventRecord {
  readonly bytes: Uint8Array;
  readonly next: number;
}

/**
 * The records of an event file (TFRecord: length, checksum, bytes, checksum) from an offset on, few bytes of it in memory. Ends where the file does, also in the
 * middle of a record that is still being written. Throws DamagedFile where a checksum is wrong.
 */
export async function* readRecords(path: string, from = 0): AsyncGenerator<EventRecord> {
  const file = await open(path);
  try {
    let held = Buffer.alloc(0);
    let offset = from;
    const take = async (bytes: number): Promise<boolean> => {
      while (held.length < bytes) {
        const chunk = Buffer.allocUnsafe(Math.max(CHUNK, bytes - held.length));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, offset + held.length);
        if (bytesRead === 0) return false;
        held = held.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([held, chunk.subarray(0, bytesRead)]);
      }
      return true;
    };
    while (await take(HEAD)) {
      const length = held.readBigUInt64LE(0);
      if (maskedCrc(held.subarray(0, 8)) !== held.readUInt32LE(8) || length > LONGEST)
        throw new DamagedFile(path, offset, 'here the length of a record would stand; its checksum is wrong.');
      const whole = HEAD + Number(length) + TAIL;
      if (!(await take(whole))) return;
      const bytes = held.subarray(HEAD, whole - TAIL);
      if (maskedCrc(bytes) !== held.readUInt32LE(whole - TAIL))
        throw new DamagedFile(path, offset, 'the checksum of the record that begins here is wrong.');
      offset += whole;
      held = held.subarray(whole);
      yield { bytes, next: offset };
    }
  } finally {
    await file.close();
  }
}

/** CRC-32C as TFRecord keeps it: turned by 15 bits, plus a constant. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = new Crc32c().update(bytes).digest();
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}
