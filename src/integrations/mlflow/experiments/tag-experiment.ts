import { dropTags, mergeTags } from '../../../runs/record/run-tags.sql.js';
import { required, text } from '../protocol/fields.js';
import { requireOtherKey } from '../protocol/kept-words.js';
import { doesNotExist } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { changeExperiment } from './change-experiment.js';
import { experimentTag } from './experiment-words.js';

export const setExperimentTag = operation(
  'POST',
  'experiments/set-experiment-tag',
  { experiment_id: required(text), key: required(text), value: text },
  (room, caller, { experiment_id: id, key, value }) => {
    const tag = Object.fromEntries([experimentTag({ key, value })]);
    return changeExperiment(room, caller, id, (tx, uuid) => mergeTags(tx, uuid, tag)) as Promise<undefined>;
  },
);

export const deleteExperimentTag = operation(
  'POST',
  'experiments/delete-experiment-tag',
  { experiment_id: required(text), key: required(text) },
  (room, caller, { experiment_id: id, key }) => {
    requireOtherKey(key);
    return changeExperiment(room, caller, id, async (tx, uuid) => {
      if ((await dropTags(tx, uuid, [key])).length === 0)
        throw doesNotExist(`No tag with name: ${key} in experiment with id ${id}`);
    }) as Promise<undefined>;
  },
);
