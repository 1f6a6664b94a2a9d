import { EXPERIMENT } from '../../../runs/record/run-kinds.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { list, required, TAG, text } from '../protocol/fields.js';
import { experimentIdOf } from '../protocol/ids.js';
import { ARTIFACT_LOCATION } from '../protocol/kept-words.js';
import { alreadyThere } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { checkArtifactLocation } from './artifact-location.js';
import { lockExperimentName } from './experiment.sql.js';
import { findNamedExperiment } from './experiment-answer.js';
import { checkExperimentName, experimentTag } from './experiment-words.js';

/** `experiments/create`. A name that a deleted experiment had stays taken, as in MLflow. */
export const createExperiment = operation(
  'POST',
  'experiments/create',
  { name: required(text), artifact_location: text, tags: list(TAG) },
  async ({ database, graph }, caller, { name: given, artifact_location: location, tags }) => {
    caller.demand('run:log');
    const name = checkExperimentName(given);
    const kept = Object.fromEntries(tags.map(experimentTag));
    if (location) kept[ARTIFACT_LOCATION] = checkArtifactLocation(location);
    return database.quietTransaction(async (tx) => {
      graph.record(tx, caller, 'run:log');
      await lockExperimentName(tx, caller.project, name);
      const known = await findNamedExperiment(tx, caller, name);
      if (known?.deleted === true) {
        throw alreadyThere(
          `Experiment(name=${name}) already exists in deleted state. You can restore the experiment, or permanently delete the experiment to create a new one.`,
        );
      }
      if (known !== undefined) throw alreadyThere(`Experiment(name=${name}) already exists.`);
      const { id } = await graph.writer.ensureNode(tx, caller, { kind: EXPERIMENT, name });
      if (Object.keys(kept).length > 0) await mergeTags(tx, id, kept);
      return { experiment_id: experimentIdOf({ id, name }) };
    });
  },
);
