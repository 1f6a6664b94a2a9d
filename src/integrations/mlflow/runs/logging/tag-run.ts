import { addToHeld } from '../../../../runs/log-run.js';
import { dropTags } from '../../../../runs/record/run-tags.sql.js';
import { RUN, required, runIdOf, text } from '../../protocol/fields.js';
import { requireOtherKey } from '../../protocol/kept-words.js';
import { doesNotExist } from '../../protocol/mlflow-error.js';
import { runTag } from '../../protocol/names.js';
import { operation } from '../../protocol/operation.js';
import { RUN_NAME } from '../run-words.js';
import { setRunTags } from './run-tags.js';
import { writeToRun } from './write-to-run.js';

export const setTag = operation(
  'POST',
  'runs/set-tag',
  { ...RUN, key: required(text), value: text },
  (room, caller, input) => {
    const tags = new Map([runTag(input)]);
    return writeToRun(room, caller, runIdOf(input), async (tx, { id, held }) => {
      // Whoever tags a run reports that it is alive.
      await addToHeld(tx, room.graph, caller, held, { late: 'KEPT' });
      await setRunTags(tx, room, caller, id, tags);
      return undefined;
    });
  },
);

/** `runs/delete-tag`. A run keeps its name, whatever becomes of the tag that repeats it. */
export const deleteTag = operation(
  'POST',
  'runs/delete-tag',
  { ...RUN, key: required(text) },
  (room, caller, input) => {
    const { key } = input;
    const runId = runIdOf(input);
    requireOtherKey(key);
    return writeToRun(room, caller, runId, async (tx, { id }) => {
      if (key === RUN_NAME) return undefined;
      if ((await dropTags(tx, id, [key])).length === 0)
        throw doesNotExist(`No tag with name: ${key} in run with id ${runId}`);
      return undefined;
    });
  },
);
