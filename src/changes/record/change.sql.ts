import type { NewChange } from '../../graph/nodes/changes/record-change.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** As parts of a statement that adds one itself: what adds the change of these values, and leaves it for the sealer. */
export function addedChange(values: string): string {
  return `made as (
     insert into change (id, project, principal, door, request_id, action, nodes, reason, details)
     ${values}
     returning seq
   ),
   unsealed as (insert into change_unsealed (seq) select seq from made)`;
}

const INSERT = statement('insert_change', `with ${addedChange('values ($1, $2, $3, $4, $5, $6, $7, $8, $9)')} select`);

/** Adds a change to the log, which the sealer then gives its place. */
export async function insertChange(tx: Queryable, change: NewChange): Promise<void> {
  await tx.query(INSERT, [
    newNodeId(),
    change.project ?? '',
    change.principal,
    change.door,
    change.requestId,
    change.action,
    change.nodes,
    change.reason,
    JSON.stringify(change.details),
  ]);
}
