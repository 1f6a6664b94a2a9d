import { required, text } from '../protocol/fields.js';
import { doesNotExist } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { experimentAnswer, findExperiment, findNamedExperiment } from './experiment-answer.js';

export const getExperiment = operation(
  'GET',
  'experiments/get',
  { experiment_id: required(text) },
  async ({ database }, caller, { experiment_id: id }) => ({
    experiment: experimentAnswer(await findExperiment(database, caller, id)),
  }),
);

export const getExperimentByName = operation(
  'GET',
  'experiments/get-by-name',
  { experiment_name: required(text) },
  async ({ database }, caller, { experiment_name: name }) => {
    const row = await findNamedExperiment(database, caller, name);
    if (row === undefined) throw doesNotExist(`Could not find experiment with name '${name}'`);
    return { experiment: experimentAnswer(row) };
  },
);
