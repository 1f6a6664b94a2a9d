import { deleteNode } from '../../../graph/editing/delete-node.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { restoreRun as restore } from '../../../runs/lifecycle/restore.js';
import { RUN as RUN_KIND } from '../../../runs/record/run-kinds.js';
import { RUN, runIdOf } from '../protocol/fields.js';
import { operation } from '../protocol/operation.js';
import { findRun } from './run-answer.js';

/** `runs/delete`. One that was deleted already stays so. */
export const deleteRun = operation('POST', 'runs/delete', RUN, async ({ database, graph }, caller, input) => {
  caller.demand('node:delete');
  const { id, deleted } = await findRun(database, caller, runIdOf(input));
  if (deleted) return undefined;
  await deleteNode(database, graph, caller, { id: toPublicId(RUN_KIND, id), reason: 'Deleted through MLflow' });
  return undefined;
});

/** `runs/restore`. One that lives stays as it is. */
export const restoreRun = operation('POST', 'runs/restore', RUN, async (room, caller, input) => {
  const { id, deleted } = await findRun(room.database, caller, runIdOf(input));
  if (deleted) await restore(room, caller, toPublicId(RUN_KIND, id));
  return undefined;
});
