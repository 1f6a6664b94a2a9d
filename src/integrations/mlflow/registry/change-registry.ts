import type { Action } from '../../../graph/nodes/action.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { MlflowRoom } from '../mlflow-room.js';
import type { ModelRow, VersionRow } from './model.sql.js';
import { findModel, findVersion } from './model-answer.js';

/** A model that keeps its name, and gets no other version, until the transaction ends. Throws RESOURCE_DOES_NOT_EXIST, also where it was renamed meanwhile. */
export async function holdModel(tx: Transaction, caller: Caller, name: string): Promise<ModelRow> {
  const { id } = await findModel(tx, caller, name);
  await lockNode(tx, id);
  const model = await findModel(tx, caller, name);
  return model.id === id ? model : holdModel(tx, caller, name);
}

/** Changes what is said of a model, in one transaction, which is one change in the log. */
export function changeModel<T>(
  { database, graph }: MlflowRoom,
  caller: Caller,
  name: string,
  change: (tx: Transaction, model: ModelRow) => Promise<T>,
  action: Action = 'node:update',
): Promise<T> {
  caller.demand(action);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, action);
    return change(tx, await holdModel(tx, caller, name));
  });
}

/** The same of a version. */
export function changeVersion<T>(
  { database, graph }: MlflowRoom,
  caller: Caller,
  { name, version }: { readonly name: string; readonly version: string },
  change: (tx: Transaction, version: VersionRow) => Promise<T>,
): Promise<T> {
  caller.demand('node:update');
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'node:update');
    const row = await findVersion(tx, caller, name, version);
    await lockNode(tx, row.modelId);
    return change(tx, row);
  });
}
