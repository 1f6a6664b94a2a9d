import { make } from '../../platform/make.js';
import { cursorOf } from '../feed/cursor.js';
import type { SealedChange } from '../record/change-record.js';
import { Change, ChangeDoor } from './change.type.js';

export function describeChange(change: SealedChange): Change {
  const { id, position, project, principal, door, requestId, action, nodes, reason, details, at } = change;
  return make(Change, {
    id,
    cursor: cursorOf(position),
    at,
    project,
    principal,
    door: ChangeDoor[door],
    requestId,
    action,
    reason,
    details,
    nodeIds: nodes,
  });
}
