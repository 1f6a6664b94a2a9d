import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { failedPrecondition } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { endHeldRun, type RunEnd } from '../finish-run.js';
import { holdRun } from '../record/hold-run.js';
import { Run } from '../record/run.entity.js';
import { markRunning } from '../record/run.sql.js';
import { RUN } from '../record/run-kinds.js';
import { isFinal, RunStatus } from '../record/run-status.js';

/** Has a run go on that had ended, or is LOST; what it has so far stays. One that is RUNNING stays so. */
export async function resumeRun({ database, graph }: OnGraph, caller: Caller, ref: string): Promise<Run> {
  caller.demand('run:log');
  const { id } = await graph.references.resolve(database, caller.project, ref, [RUN]);
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    await moveRun(tx, id, { status: RunStatus.RUNNING });
    return graph.nodes.within(tx).get(Run, id);
  });
}

/** Moves a run, by its uuid, to RUNNING or to any end, from wherever it stands: for protocols whose runs never close, as a part of their transaction. */
export async function moveRun(tx: Transaction, runId: string, move: RunEnd): Promise<void> {
  const run = await holdRun(tx, runId);
  if (move.status === RunStatus.RUNNING) {
    if (run.status !== RunStatus.RUNNING) await markRunning(tx, run);
    return;
  }
  if (!isFinal(move.status)) {
    throw failedPrecondition(`A run is not made ${move.status} by whoever runs it.`, {
      field: 'status',
      found: move.status,
    });
  }
  if (run.status === move.status && move.endedAt == null) return;
  const message = move.message == null ? null : checkText('message', move.message, 10_000);
  await endHeldRun(tx, run, { ...move, message });
}
