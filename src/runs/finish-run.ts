import type { Graph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { badInput } from '../platform/errors.js';
import { checkText } from '../platform/text/check-text.js';
import { holdRun } from './record/hold-run.js';
import { Run } from './record/run.entity.js';
import { type LockedRun, markEnded } from './record/run.sql.js';
import { RUN } from './record/run-kinds.js';
import { isFinal, type RunStatus, requireMove } from './record/run-status.js';

/** How a run ended. */
export interface RunEnd {
  readonly status: RunStatus;
  readonly message?: string | null | undefined;
  readonly endedAt?: string | null | undefined;
}

/** Ends a run. */
export async function finishRun(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: RunEnd & { readonly run: string },
): Promise<Run> {
  caller.demand('run:log');
  const { id } = await graph.references.resolve(database, caller.project, input.run, [RUN]);
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    await endRun(tx, id, input);
    return graph.nodes.within(tx).get(Run, id);
  });
}

/** Ends a run, by its uuid. The status that it ended with already changes nothing; any other throws FAILED_PRECONDITION. */
export async function endRun(tx: Transaction, runId: string, end: RunEnd): Promise<void> {
  const message = end.message == null ? null : checkText('message', end.message, 10_000);
  const run = await holdRun(tx, runId);
  if (isFinal(run.status) && run.status === end.status) return;
  requireMove(run, end.status, 'finishRun');
  await endHeldRun(tx, run, { ...end, message });
}

/** The same for a locked run that may move so. */
export async function endHeldRun(
  tx: Transaction,
  run: LockedRun,
  end: RunEnd & { readonly message: string | null },
): Promise<void> {
  const endedAt = end.endedAt ?? null;
  if (endedAt !== null && run.startedAt !== null && new Date(endedAt) < run.startedAt) {
    const began = run.startedAt.toISOString();
    throw badInput(`endedAt is ${endedAt}, before run ${quoteName(run.name)} began (${began}).`, {
      field: 'endedAt',
      found: endedAt,
      expected: began,
    });
  }
  await markEnded(tx, run, { status: end.status, message: end.message, endedAt });
}
