import type { OnGraph } from '../../graph/graph.js';
import { formatName, quoteName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { alreadyExists, failedPrecondition } from '../../platform/errors.js';
import { Experiment } from '../record/experiment.entity.js';
import { Run } from '../record/run.entity.js';
import { EXPERIMENT, RUN } from '../record/run-kinds.js';
import { type DeletedNode, holdDeleted, reviveNodes } from './restore.sql.js';

/** Brings back a run that was deleted, with all it had but its key, which is free since. One that lives stays as it is. */
export function restoreRun(room: OnGraph, caller: Caller, ref: string): Promise<Run> {
  return restore(room, caller, ref, RUN, Run, async (tx, { name, parentId }) => {
    const experiment = parentId === null ? undefined : await holdDeleted(tx, parentId);
    if (experiment?.deletedAt == null) return;
    throw failedPrecondition(
      `Run ${quoteName(name)} belongs to experiment ${quoteName(experiment.name)}, which was deleted; restoreExperiment brings both back.`,
      { field: 'run', experiment: experiment.name },
    );
  });
}

/** Brings back an experiment that was deleted, and the runs that were deleted with it. Throws ALREADY_EXISTS where another one has its name since. */
export function restoreExperiment(room: OnGraph, caller: Caller, ref: string): Promise<Experiment> {
  return restore(room, caller, ref, EXPERIMENT, Experiment, async (tx, { name }) => {
    const other = await room.graph.references.find(tx, caller.project, formatName(name), [EXPERIMENT]);
    if (other === null) return;
    throw alreadyExists(`Another experiment is called ${quoteName(name)} since; delete that one first.`, {
      field: 'experiment',
      found: name,
    });
  });
}

async function restore<T extends GraphNode>(
  { database, graph }: OnGraph,
  caller: Caller,
  ref: string,
  kind: typeof RUN,
  type: new () => T,
  check: (tx: Transaction, node: DeletedNode) => Promise<void>,
): Promise<T> {
  caller.demand('node:restore');
  const { id } = await graph.references.resolve(database, caller.project, ref, [kind], { includeDeleted: true });
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'node:restore');
    await lockLifecycle(tx, caller.project);
    const node = await holdDeleted(tx, id);
    if (node !== undefined && node.deletedAt !== null) {
      await check(tx, node);
      const { deletedAt, deletedBy, deleteReason } = node;
      const { count, others } = await reviveNodes(tx, node);
      notes.changed(
        id,
        { deletedAt, deletedBy, deleteReason },
        { deletedAt: null, deletedBy: null, deleteReason: null },
      );
      notes.about(...others);
      notes.count('restored', count);
    }
    return graph.nodes.within(tx).get(type, id);
  });
}
