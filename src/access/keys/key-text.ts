import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Parts of `hw_<prefix>_<secret>`: the prefix finds the key, the secret proves that one has it. */
export interface KeyText {
  readonly prefix: string;
  readonly secret: string;
}

const KEY = /^hw_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** A new key. Its secret has 256 bits of chance, so that a plain hash of it can't be guessed back. */
export function newKeyText(): KeyText {
  return { prefix: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('hex') };
}

export function writeKeyText({ prefix, secret }: KeyText): string {
  return `hw_${prefix}_${secret}`;
}

/** Undefined for a text that is no key. */
export function readKeyText(text: string): KeyText | undefined {
  const [, prefix, secret] = KEY.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret };
}

/** What is stored of a secret. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What secrets of keys that don't exist are compared with: nobody has a secret with this hash. */
const NO_HASH = Buffer.alloc(32);

/** Takes as long for a key that doesn't exist, and wherever two hashes differ. */
export function isSecretOf(secret: string, hash: Buffer | undefined): boolean {
  const isSame = timingSafeEqual(hashSecret(secret), hash ?? NO_HASH);
  return isSame && hash !== undefined;
}
