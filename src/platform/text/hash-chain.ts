import { createHash } from 'node:crypto';
import { badInput } from '../errors.js';
import { canonicalJson } from './canonical-json.js';

/** What stands before the first link of a chain. */
export const NO_HASH = '0'.repeat(64);

/** The hash of a link: SHA-256 of the hash before it, a line feed, and the link as RFC 8785 JSON; so any language can compute it. */
export function linkHash(previous: string, link: unknown): string {
  return createHash('sha256')
    .update(`${previous}\n${canonicalJson(link)}`)
    .digest('hex');
}

/** Where a chain had come to at some time. Kept elsewhere it shows later that nothing before it was changed, or cut off. */
export interface Anchor {
  readonly position: number;
  readonly hash: string;
}

const WRITTEN = /^([1-9]\d{0,15}):([0-9a-f]{64})$/;

/** `1234:9f86d0…` */
export function writeAnchor({ position, hash }: Anchor): string {
  return `${position}:${hash}`;
}

/** Throws BAD_USER_INPUT for what is no anchor. */
export function readAnchor(text: string): Anchor {
  const [, position, hash] = WRITTEN.exec(text) ?? [];
  if (position === undefined || hash === undefined)
    throw badInput(
      `anchor is ${JSON.stringify(text.slice(0, 100))}; it is a position and a hash, as verifyAudit gives it.`,
      { field: 'anchor' },
    );
  return { position: Number(position), hash };
}
