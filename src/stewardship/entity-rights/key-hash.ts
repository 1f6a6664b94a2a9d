import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** A fresh salt, 16 bytes. */
export function newSalt(): Buffer {
  return randomBytes(16);
}

/**
 * The salted hash of a key: scrypt (RFC 7914) with Node's cost of N = 16,384, r = 8, p = 1, as hex. Keys such as customer numbers are few
 * enough to try them all against a fast hash; against this one each try takes tens of milliseconds.
 */
export async function hashKey(key: string, salt: Buffer): Promise<string> {
  return (await derive(key, salt, 32)).toString('hex');
}
