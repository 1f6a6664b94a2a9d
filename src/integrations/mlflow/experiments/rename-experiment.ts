import { renameWithin } from '../../../graph/editing/rename-node.js';
import { EXPERIMENT } from '../../../runs/record/run-kinds.js';
import { required, text } from '../protocol/fields.js';
import { alreadyThere } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { changeExperiment } from './change-experiment.js';
import { lockExperimentName } from './experiment.sql.js';
import { findNamedExperiment } from './experiment-answer.js';
import { checkExperimentName } from './experiment-words.js';

/** `experiments/update`, which gives one another name. */
export const renameExperiment = operation(
  'POST',
  'experiments/update',
  { experiment_id: required(text), new_name: required(text) },
  (room, caller, { experiment_id: id, new_name: given }) => {
    const name = checkExperimentName(given);
    return changeExperiment(room, caller, id, async (tx, uuid) => {
      await lockExperimentName(tx, caller.project, name);
      const other = await findNamedExperiment(tx, caller, name);
      if (other !== undefined && other.id !== uuid) throw alreadyThere(`Experiment(name=${name}) already exists.`);
      await renameWithin(tx, caller, { id: uuid, kind: EXPERIMENT }, name);
    }) as Promise<undefined>;
  },
);
