import { deleteNode } from '../../../graph/editing/delete-node.js';
import { renameWithin } from '../../../graph/editing/rename-node.js';
import { updateMetadata } from '../../../graph/nodes/lifecycle/lifecycle.sql.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { MODEL } from '../../../models/model-kinds.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { list, required, TAG, text } from '../protocol/fields.js';
import { alreadyThere } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { changeModel } from './change-registry.js';
import { findModelRow } from './model.sql.js';
import { findModel, modelAnswer } from './model-answer.js';
import { checkModelName, registryTag } from './model-words.js';

const NAME = { name: required(text) };

/** `registered-models/create`: a model that has no version yet. */
export const createRegisteredModel = operation(
  'POST',
  'registered-models/create',
  { ...NAME, tags: list(TAG), description: text },
  ({ database, graph }, caller, input) => {
    caller.demand('model:register');
    const name = checkModelName(input.name);
    const tags = Object.fromEntries(input.tags.map(registryTag));
    return database.transaction(async (tx) => {
      graph.record(tx, caller, 'model:register');
      const description = input.description || null;
      const { id, created } = await graph.writer.ensureNode(tx, caller, { kind: MODEL, name, description });
      if (!created) throw alreadyThere(`Registered Model (name=${name}) already exists.`);
      if (Object.keys(tags).length > 0) await mergeTags(tx, id, tags);
      return { registered_model: await modelAnswer(tx, await findModel(tx, caller, name)) };
    });
  },
);

export const getRegisteredModel = operation(
  'GET',
  'registered-models/get',
  NAME,
  async ({ database }, caller, { name }) => ({
    registered_model: await modelAnswer(database, await findModel(database, caller, name)),
  }),
);

/** `registered-models/update`: its description. */
export const updateRegisteredModel = operation(
  'PATCH',
  'registered-models/update',
  { ...NAME, description: text },
  (room, caller, { name, description }) =>
    changeModel(room, caller, name, async (tx, { id }) => {
      await updateMetadata(tx, id, { description: description || null });
      return { registered_model: await modelAnswer(tx, await findModel(tx, caller, name)) };
    }),
);

export const renameRegisteredModel = operation(
  'POST',
  'registered-models/rename',
  { ...NAME, new_name: required(text) },
  (room, caller, { name, new_name: given }) => {
    const wanted = checkModelName(given, 'new_name');
    return changeModel(room, caller, name, async (tx, { id }) => {
      const other = await findModelRow(tx, caller.project, wanted);
      if (other !== undefined && other.id !== id)
        throw alreadyThere(`Registered Model (name=${wanted}) already exists.`);
      await renameWithin(tx, caller, { id, kind: MODEL }, wanted);
      return { registered_model: await modelAnswer(tx, await findModel(tx, caller, wanted)) };
    });
  },
);

/** `registered-models/delete`: with its versions. What a deployment serves can't be deleted. */
export const deleteRegisteredModel = operation(
  'DELETE',
  'registered-models/delete',
  NAME,
  async ({ database, graph }, caller, { name }) => {
    caller.demand('node:delete');
    const { id } = await findModel(database, caller, name);
    await deleteNode(database, graph, caller, { id: toPublicId(MODEL, id), reason: 'Deleted through MLflow' });
    return undefined;
  },
);
