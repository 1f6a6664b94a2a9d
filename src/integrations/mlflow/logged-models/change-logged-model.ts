import { deleteNode } from '../../../graph/editing/delete-node.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { dropTags, mergeTags } from '../../../runs/record/run-tags.sql.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { bool, list, message, oneOf, required, TAG, text } from '../protocol/fields.js';
import { requireOtherKey } from '../protocol/kept-words.js';
import { doesNotExist, invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { addLoggedModelParameters, type LoggedModelRow, setLoggedModelStatus } from './logged-model.sql.js';
import { findLoggedModel, LOGGED_MODEL_STATUSES, loggedModelAnswer, statusOf } from './logged-model-answer.js';
import { LOGGED_MODEL } from './logged-model-kinds.js';
import { modelParameters, modelTags } from './logged-model-words.js';

async function changeModel<T>(
  { database, graph }: MlflowRoom,
  caller: Caller,
  id: string,
  change: (tx: Transaction, model: LoggedModelRow) => Promise<T>,
): Promise<T> {
  caller.demand('run:log');
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    const model = await findLoggedModel(tx, caller, id);
    await lockNode(tx, model.id);
    return change(tx, model);
  });
}

export const getLoggedModel = operation(
  'GET',
  'logged-models/{model_id}',
  { allow_deleted: bool },
  async ({ database }, caller, { allow_deleted: withDeleted }, [id = '']) => ({
    model: loggedModelAnswer(await findLoggedModel(database, caller, id, withDeleted === true)),
  }),
);

/** `PATCH logged-models/{id}`: its files are there, or will not be. */
export const finalizeLoggedModel = operation(
  'PATCH',
  'logged-models/{model_id}',
  { model_id: required(text), status: required(oneOf(LOGGED_MODEL_STATUSES, 0)) },
  (room, caller, { status }, [id = '']) => {
    if (status === 'LOGGED_MODEL_STATUS_UNSPECIFIED')
      throw invalid(`Invalid model status: ${status}. Expected statuses: [FAILED, READY]`);
    return changeModel(room, caller, id, async (tx, model) => {
      await setLoggedModelStatus(tx, model.id, statusOf(status));
      return { model: loggedModelAnswer(await findLoggedModel(tx, caller, id)) };
    });
  },
);

export const deleteLoggedModel = operation(
  'DELETE',
  'logged-models/{model_id}',
  {},
  async (room, caller, _, [id = '']) => {
    caller.demand('node:delete');
    const model = await findLoggedModel(room.database, caller, id);
    const input = { id: toPublicId(LOGGED_MODEL, model.id), reason: 'Deleted through MLflow' };
    await deleteNode(room.database, room.graph, caller, input);
    return undefined;
  },
);

export const setLoggedModelTags = operation(
  'PATCH',
  'logged-models/{model_id}/tags',
  { tags: list(TAG) },
  (room, caller, input, [id = '']) => {
    const tags = modelTags(input.tags);
    return changeModel(room, caller, id, async (tx, model) => {
      await mergeTags(tx, model.id, tags);
      return undefined;
    });
  },
);

export const deleteLoggedModelTag = operation(
  'DELETE',
  'logged-models/{model_id}/tags/{tag_key}',
  {},
  (room, caller, _, [id = '', key = '']) => {
    requireOtherKey(key);
    return changeModel(room, caller, id, async (tx, model) => {
      if ((await dropTags(tx, model.id, [key])).length === 0)
        throw doesNotExist(`No tag with key '${key}' found for model with ID '${id}'.`);
      return undefined;
    });
  },
);

export const logModelParameters = operation(
  'POST',
  'logged-models/{model_id}/params',
  { params: list(message({ key: required(text), value: text })) },
  (room, caller, input, [id = '']) => {
    const parameters = modelParameters(input.params);
    return changeModel(room, caller, id, async (tx, model) => {
      await addLoggedModelParameters(tx, model.id, parameters);
      return undefined;
    });
  },
);
