import type { Caller } from '../../../graph/nodes/caller.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { EXPERIMENT } from '../../../runs/record/run-kinds.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { DEFAULT_EXPERIMENT } from '../protocol/ids.js';
import { findLivingExperiment } from './experiment-answer.js';

/** Changes an experiment in a transaction of its own, which makes the one that is there from the beginning where nobody has used it yet. */
export function changeExperiment(
  room: MlflowRoom,
  caller: Caller,
  id: string,
  change: (tx: Transaction, uuid: string) => Promise<unknown>,
): Promise<void> {
  caller.demand('node:update');
  return room.database.quietTransaction(async (tx) => {
    room.graph.record(tx, caller, 'node:update');
    const { id: known } = await findLivingExperiment(tx, caller, id);
    await change(tx, known === '' ? await ensureDefaultExperiment(tx, room, caller) : known);
  });
}

export async function ensureDefaultExperiment(tx: Transaction, { graph }: MlflowRoom, caller: Caller): Promise<string> {
  const node = await graph.writer.ensureNode(tx, caller, { kind: EXPERIMENT, name: DEFAULT_EXPERIMENT.name });
  return node.id;
}
