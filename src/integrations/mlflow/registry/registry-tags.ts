import { dropTags, mergeTags } from '../../../runs/record/run-tags.sql.js';
import { required, text } from '../protocol/fields.js';
import { requireOtherKey } from '../protocol/kept-words.js';
import { operation } from '../protocol/operation.js';
import { changeModel, changeVersion } from './change-registry.js';
import { registryTag } from './model-words.js';

const OF_MODEL = { name: required(text), key: required(text) };
const OF_VERSION = { ...OF_MODEL, version: required(text) };

export const setModelTag = operation(
  'POST',
  'registered-models/set-tag',
  { ...OF_MODEL, value: text },
  (room, caller, input) => {
    const tag = Object.fromEntries([registryTag(input)]);
    return changeModel(room, caller, input.name, async (tx, { id }) => {
      await mergeTags(tx, id, tag);
      return undefined;
    });
  },
);

/** A tag that there is not is no mistake here. */
export const deleteModelTag = operation(
  'DELETE',
  'registered-models/delete-tag',
  OF_MODEL,
  (room, caller, { name, key }) => {
    requireOtherKey(key);
    return changeModel(room, caller, name, async (tx, { id }) => {
      await dropTags(tx, id, [key]);
      return undefined;
    });
  },
);

export const setVersionTag = operation(
  'POST',
  'model-versions/set-tag',
  { ...OF_VERSION, value: text },
  (room, caller, input) => {
    const tag = Object.fromEntries([registryTag(input)]);
    return changeVersion(room, caller, input, async (tx, { id }) => {
      await mergeTags(tx, id, tag);
      return undefined;
    });
  },
);

export const deleteVersionTag = operation('DELETE', 'model-versions/delete-tag', OF_VERSION, (room, caller, input) => {
  requireOtherKey(input.key);
  return changeVersion(room, caller, input, async (tx, { id }) => {
    await dropTags(tx, id, [input.key]);
    return undefined;
  });
});
