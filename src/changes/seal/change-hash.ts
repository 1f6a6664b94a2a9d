import { linkHash } from '../../platform/text/hash-chain.js';
import type { ChangeRecord } from '../record/change-record.js';

/** What the hash of a change covers. */
export function hashedParts(position: number, change: ChangeRecord) {
  const { id, project, principal, door, requestId, action, nodes, reason, details, at } = change;
  return { position, id, project, principal, door, requestId, action, nodes, reason, details, at: at.toISOString() };
}

/** The hash of a change, with its position, behind the one before it in the same project. */
export function changeHash(previous: string, position: number, change: ChangeRecord): string {
  return linkHash(previous, hashedParts(position, change));
}
