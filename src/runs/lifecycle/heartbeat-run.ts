import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { holdRun } from '../record/hold-run.js';
import { Run } from '../record/run.entity.js';
import { RUN } from '../record/run-kinds.js';
import { hearOf } from './hear-of.js';

/** A run says that it is alive, and has nothing else to say. One that has ended stays as it is: its answer tells so. */
export async function heartbeatRun({ database, graph }: OnGraph, caller: Caller, ref: string): Promise<Run> {
  caller.demand('run:log');
  const { id } = await graph.references.resolve(database, caller.project, ref, [RUN]);
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    await hearOf(tx, await holdRun(tx, id));
    return graph.nodes.within(tx).get(Run, id);
  });
}
