import type { OnGraph } from '../../graph/graph.js';
import { checkFreeName } from '../../graph/names/free-name.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { holdRun } from '../record/hold-run.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { checkLostAfter } from './hear-of.js';
import { setLostAfter, setRunName } from './update-run.sql.js';

/** What can be said otherwise of a run at any time; undefined keeps what is there. */
export interface RunChange {
  readonly name?: string | null | undefined;
  readonly lostAfterSeconds?: number | null | undefined;
}

/** Gives a run another name, or another time after which it is LOST. */
export async function updateRun(
  { database, graph }: OnGraph,
  caller: Caller,
  input: RunChange & { readonly run: string },
): Promise<Run> {
  caller.demand('run:log');
  const { id } = await graph.references.resolve(database, caller.project, input.run, [RUN]);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    await changeRun(tx, id, input);
    return graph.nodes.within(tx).get(Run, id);
  });
}

/** The same, by its uuid, as a part of a larger transaction. */
export async function changeRun(tx: Transaction, runId: string, { name, lostAfterSeconds }: RunChange): Promise<void> {
  const run = await holdRun(tx, runId);
  if (name != null) await setRunName(tx, run, checkFreeName('a run', name).normalize());
  if (lostAfterSeconds !== undefined)
    await setLostAfter(tx, run, lostAfterSeconds === null ? null : checkLostAfter(lostAfterSeconds));
}
