import type { NewChange, RecordChange } from '../../graph/nodes/changes/record-change.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import { statement } from '../../platform/database/queryable.js';

const INSERT = statement(
  'insert_change',
  `with made as (
     insert into change (id, project, principal, door, request_id, action, nodes, reason, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning seq
   )
   insert into change_unsealed (seq) select seq from made`,
);

/** Adds a change to the log, which the sealer then gives its place. */
export const insertChange: RecordChange = async (tx, change: NewChange) => {
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
};
