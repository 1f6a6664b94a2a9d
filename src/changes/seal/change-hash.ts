import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/text/canonical-json.js';
import type { ChangeRecord } from '../record/change-record.js';

/** What stands before the first change of a project. */
export const NO_HASH = '0'.repeat(64);

/**
 * The hash of a change: SHA-256 of the hash before it in the same project, a line feed, and the change with its position as RFC 8785 JSON.
 * Whoever has the lines of an export can compute it again in any language.
 */
export function changeHash(previous: string, position: number, change: ChangeRecord): string {
  const { id, project, principal, door, requestId, action, nodes, reason, details, at } = change;
  const whole = {
    position,
    id,
    project,
    principal,
    door,
    requestId,
    action,
    nodes,
    reason,
    details,
    at: at.toISOString(),
  };
  return createHash('sha256')
    .update(`${previous}\n${canonicalJson(whole)}`)
    .digest('hex');
}
