import { deleteNode } from '../../../graph/editing/delete-node.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { restoreExperiment as restore } from '../../../runs/lifecycle/restore.js';
import { EXPERIMENT } from '../../../runs/record/run-kinds.js';
import { required, text } from '../protocol/fields.js';
import { doesNotExist, invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { ensureDefaultExperiment } from './change-experiment.js';
import { findExperiment } from './experiment-answer.js';

/** `experiments/delete`: its runs go with it, and come back with it. */
export const deleteExperiment = operation(
  'POST',
  'experiments/delete',
  { experiment_id: required(text) },
  async (room, caller, { experiment_id: id }) => {
    const { database, graph } = room;
    caller.demand('node:delete');
    const row = await findExperiment(database, caller, id);
    if (row.deleted) throw doesNotExist(`No Experiment with id=${id} exists`);
    const uuid =
      row.id !== ''
        ? row.id
        : await database.quietTransaction(async (tx) => {
            graph.record(tx, caller, 'run:log');
            return ensureDefaultExperiment(tx, room, caller);
          });
    await deleteNode(database, graph, caller, { id: toPublicId(EXPERIMENT, uuid), reason: 'Deleted through MLflow' });
    return undefined;
  },
);

export const restoreExperiment = operation(
  'POST',
  'experiments/restore',
  { experiment_id: required(text) },
  async (room, caller, { experiment_id: id }) => {
    const row = await findExperiment(room.database, caller, id);
    if (!row.deleted) throw invalid(`The experiment ${id} must be in the 'deleted' state. Current state is active.`);
    await restore(room, caller, toPublicId(EXPERIMENT, row.id));
    return undefined;
  },
);
