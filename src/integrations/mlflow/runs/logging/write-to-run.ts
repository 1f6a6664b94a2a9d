import type { Caller } from '../../../../graph/nodes/caller.js';
import type { Transaction } from '../../../../platform/database/transaction.js';
import { HeadwaterError } from '../../../../platform/errors.js';
import { holdRun } from '../../../../runs/record/hold-run.js';
import { type LockedRun, lockRun } from '../../../../runs/record/run.sql.js';
import type { MlflowRoom } from '../../mlflow-room.js';
import { invalid } from '../../protocol/mlflow-error.js';
import { findLivingRun, type KnownRun, uuidOfRun } from '../find-run.js';

/** A run that nobody else changes meanwhile. */
export type HeldRun = KnownRun & { readonly held: LockedRun };

/** Changes a living run in one transaction, which is one change in the log. */
export async function writeToRun<T>(
  { database, graph }: MlflowRoom,
  caller: Caller,
  runId: string,
  change: (tx: Transaction, run: HeldRun) => Promise<T>,
  { isBatch = false }: { readonly isBatch?: boolean } = {},
): Promise<T> {
  caller.demand('run:log');
  try {
    return await database.quietTransaction(async (tx) => {
      graph.record(tx, caller, 'run:log');
      return change(tx, await holdLivingRun(tx, caller, runId));
    });
  } catch (error) {
    throw inTheirWords(error, runId, isBatch);
  }
}

async function holdLivingRun(tx: Transaction, caller: Caller, runId: string): Promise<HeldRun> {
  const id = uuidOfRun(runId);
  const held = await lockRun(tx, id);
  if (held?.project === caller.project && held.parentId !== null)
    return { id, runId, experimentId: held.parentId, held };
  // What is wrong with any other is found out behind that.
  return { ...(await findLivingRun(tx, caller, runId)), held: await holdRun(tx, id) };
}

/** A parameter that has another value already is what MLflow's users run into most. */
function inTheirWords(error: unknown, runId: string, isBatch: boolean): unknown {
  if (!(error instanceof HeadwaterError) || error.code !== 'CONFLICT') return error;
  const { parameter, stored, given } = error.details;
  if (parameter === undefined) return error;
  const [key, before, after] = [parameter, stored, given].map(String);
  return invalid(
    isBatch
      ? `Changing param values is not allowed. Params were already logged='[{'key': '${key}', 'old_value': '${before}', 'new_value': '${after}'}]' for run ID='${runId}'.`
      : `Changing param values is not allowed. Param with key='${key}' was already logged with value='${before}' for run ID='${runId}'. Attempted logging new value '${after}'.`,
  );
}
