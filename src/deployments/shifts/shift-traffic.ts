import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import { conflict, failedPrecondition } from '../../platform/errors.js';
import { liveBindings } from '../bindings/binding.sql.js';
import { changeBindings } from '../bindings/change-bindings.sql.js';
import { compareSplits } from '../bindings/compare-splits.js';
import { requireDeployable } from '../bindings/require-deployable.js';
import { Deployment } from '../deployment.entity.js';
import { DEPLOYMENT } from '../deployment-kinds.js';
import { shareRest } from './share-rest.js';
import { checkShift, type ShiftTrafficInput } from './shift.input.js';

export interface Shifted {
  readonly deployment: Deployment;
  readonly trafficPercent: number;
  /** The step after this one; null: it was the last, or there were no steps. */
  readonly nextPercent: number | null;
  readonly changed: boolean;
}

/** Gives one version another share of the traffic; the others keep their proportions, and all together make 100 at every moment. */
export async function shiftTraffic(
  { database, graph }: OnGraph,
  caller: Caller,
  input: ShiftTrafficInput,
): Promise<Shifted> {
  caller.demand('deployment:shift');
  checkShift(input);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'deployment:shift', input.reason);
    await lockLifecycle(tx, caller.project);
    const { id, label } = await graph.references.resolve(tx, caller.project, input.deployment, [DEPLOYMENT]);
    const version = await graph.references.resolve(tx, caller.project, input.modelVersion, [MODEL_VERSION]);
    await lockNode(tx, id);
    const live = (await liveBindings(tx, [id])).get(id) ?? [];
    const before = live.find(({ modelVersionId }) => modelVersionId === version.id);
    const has = before?.trafficPercent ?? 0;
    if (input.expectedPercent != null && input.expectedPercent !== has)
      throw conflict(`${version.label} has ${has} % of ${label} now, and ${input.expectedPercent} % was expected.`, {
        field: 'expectedPercent',
        expected: input.expectedPercent,
        found: has,
      });
    const trafficPercent = input.toPercent ?? input.steps?.find((step) => step > has) ?? has;
    const nextPercent = input.steps?.find((step) => step > trafficPercent) ?? null;
    const others = shareRest(
      live.filter((binding) => binding !== before),
      100 - trafficPercent,
    );
    if (others === undefined)
      throw failedPrecondition(
        `Nothing else has a share of ${label}: who is to have the other ${100 - trafficPercent} % is for deploy to say.`,
        { field: 'modelVersion', found: input.modelVersion },
      );
    await requireDeployable(tx, caller.project, before === undefined ? [version.id] : [], false);
    const shares = [...others, { modelVersionId: version.id, trafficPercent }];
    const split = compareSplits(live, new Map(shares.map((share) => [share.modelVersionId, share.trafficPercent])));
    const changed = split.ended.length + split.begun.length > 0;
    const words = { by: caller.user, reason: input.reason ?? null };
    if (changed) await changeBindings(tx, { ...words, ...split, deploymentId: id });
    const deployment = await graph.nodes.within(tx).get(Deployment, id);
    return { deployment, trafficPercent, nextPercent, changed };
  });
}
