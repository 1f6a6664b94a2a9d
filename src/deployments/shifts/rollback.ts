import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import { failedPrecondition } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { liveBindings } from '../bindings/binding.sql.js';
import { changeBindings } from '../bindings/change-bindings.sql.js';
import { compareSplits } from '../bindings/compare-splits.js';
import { requireDeployable } from '../bindings/require-deployable.js';
import { Deployment } from '../deployment.entity.js';
import { DEPLOYMENT } from '../deployment-kinds.js';
import { selectPreviousSplit } from './rollback.sql.js';
import type { RollbackInput } from './shift.input.js';

export interface RolledBack {
  readonly deployment: Deployment;
  /** When the split that it has again was first set. */
  readonly restored: Date;
}

/**
 * Gives a deployment the split that it had before, in one step. Data that its models were made from may be gone since; what they are served from
 * must be there. The next one goes further back.
 */
export async function rollback(
  { database, graph }: OnGraph,
  caller: Caller,
  input: RollbackInput,
): Promise<RolledBack> {
  caller.demand('deployment:rollback');
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'deployment:rollback', input.reason);
    await lockLifecycle(tx, caller.project);
    const { id, label } = await graph.references.resolve(tx, caller.project, input.deployment, [DEPLOYMENT]);
    await lockNode(tx, id);
    const previous = await selectPreviousSplit(tx, id);
    if (previous === undefined)
      throw failedPrecondition(`Nothing served behind ${label} before what does now: there is nothing to go back to.`, {
        field: 'deployment',
        found: input.deployment,
      });
    const live = (await liveBindings(tx, [id])).get(id) ?? [];
    const wanted = new Map(previous.bindings.map((binding) => [binding.modelVersionId, binding.trafficPercent]));
    const added = [...wanted.keys()].filter((version) => !live.some((binding) => binding.modelVersionId === version));
    await requireDeployable(tx, caller.project, added, true);
    const words = { by: caller.user, reason: input.reason ?? null };
    const split = { ...compareSplits(live, wanted), restores: previous.setAt };
    await changeBindings(tx, { ...words, ...split, deploymentId: id });
    return { deployment: await graph.nodes.within(tx).get(Deployment, id), restored: previous.setAt };
  });
}
