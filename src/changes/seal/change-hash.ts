import { linkHash } from '../../platform/text/hash-chain.js';
import type { ChangeRecord } from '../record/change-record.js';

/** The hash of a change, with its position, behind the one before it in the same project. */
export function changeHash(previous: string, position: number, change: ChangeRecord): string {
  const { id, project, principal, door, requestId, action, nodes, reason, details } = change;
  const at = change.at.toISOString();
  return linkHash(previous, {
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
    at,
  });
}
