import { deleteNode } from '../../../graph/delete-node.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { restoreRun as restore } from '../../../runs/lifecycle/restore.js';
import { RUN as RUN_KIND } from '../../../runs/record/run-kinds.js';
import { RUN, runIdOf } from '../protocol/fields.js';
import { invalid } from '../protocol/mlflow-error.js';
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

export const restoreRun = operation('POST', 'runs/restore', RUN, async (room, caller, input) => {
  const runId = runIdOf(input);
  const { id, deleted } = await findRun(room.database, caller, runId);
  if (!deleted) throw invalid(`The run ${runId} must be in the 'deleted' state. Current state is active.`);
  await restore(room, caller, toPublicId(RUN_KIND, id));
  return undefined;
});
