import { isDeepStrictEqual } from 'node:util';
import type { OnGraph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import { checkText } from '../../../platform/text/check-text.js';
import { selectGoals } from '../../../runs/goals/metric-definition.sql.js';
import { Model } from '../../model.entity.js';
import { MODEL } from '../../model-kinds.js';
import { targetOf } from '../target.js';
import { checkNeeds, checkRules } from './check-policy.js';
import type { DefinePromotionPolicyInput } from './policy.input.js';
import type { PromotionPolicy } from './policy.js';
import { putPolicy, selectPolicy } from './policy.sql.js';

export interface DefinedPolicy {
  readonly model: Model;
  readonly policy: PromotionPolicy;
  /** False when the policy said this already. */
  readonly created: boolean;
}

/** Says what a version of a model must be to get a stage or an alias. Another version of the policy, unless it is the same. */
export async function definePromotionPolicy(
  { database, graph }: OnGraph,
  caller: Caller,
  input: DefinePromotionPolicyInput,
): Promise<DefinedPolicy> {
  caller.demand('model:define-policy');
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  const approvals = checkNeeds(input.approvals ?? []);
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'model:define-policy', input.reason);
    const { project } = caller;
    const metrics = (input.rules ?? []).flatMap(({ metric }) => (metric == null ? [] : [{ project, name: metric }]));
    const goals = new Map((await selectGoals(tx, metrics)).map(({ name, goal }) => [name, goal]));
    const rules = checkRules(input.rules ?? [], goals);
    const target = await targetOf(tx, project, input.to);
    const { id } = await graph.references.resolve(tx, project, input.model, [MODEL]);
    await lockNode(tx, id);
    const model = await graph.nodes.within(tx).get(Model, id);
    const definition = { rules, approvals, overridable: input.overridable === true };
    const before = await selectPolicy(tx, id, target);
    const told = before && { rules: before.rules, approvals: before.approvals, overridable: before.overridable };
    if (before !== undefined && isDeepStrictEqual(told, definition)) return { model, policy: before, created: false };
    const version = (before?.version ?? 0) + 1;
    const policy = await putPolicy(tx, id, target, { version, definition, by: caller.user });
    const field = `policies.${target.kind}.${target.name}`;
    const kept = before === undefined ? null : { version: before.version, ...told };
    notes.changed(id, { [field]: kept }, { [field]: { version, ...definition } });
    return { model, policy, created: true };
  });
}
