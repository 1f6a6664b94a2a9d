import { selectKeyMakers } from '../../../access/keys/api-key.sql.js';
import { ROLE_ACTIONS, ROLES } from '../../../access/rights/role.js';
import { personOf } from '../../../access/rights/same-person.js';
import type { OnGraph } from '../../../graph/graph.js';
import { SAYS_SOMETHING } from '../../../graph/guards/override.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import { badInput, failedPrecondition, HeadwaterError } from '../../../platform/errors.js';
import { make } from '../../../platform/make.js';
import { checkText } from '../../../platform/text/check-text.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import { RegistryMoveKind } from '../../history/registry-move.js';
import { keepMoves } from '../../history/registry-move.sql.js';
import { MODEL_VERSION } from '../../model-kinds.js';
import { ModelVersion } from '../../versions/model-version.entity.js';
import { selectPolicy } from '../policies/policy.sql.js';
import { targetOf } from '../target.js';
import { Approval, ApprovalDecision, type ApproveInput } from './approval.js';
import { keepApproval, selectApprovals, selectAuthors } from './approval.sql.js';
import { authorAmong } from './author-among.js';

export interface Approved {
  readonly modelVersion: ModelVersion;
  readonly approval: Approval;
}

/** Says that a version may be promoted, or may not. Whoever made the version has no say in it. */
export async function approve({ database, graph }: OnGraph, caller: Caller, input: ApproveInput): Promise<Approved> {
  caller.demand('model:approve');
  const decision = input.decision ?? ApprovalDecision.APPROVED;
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  if (decision === ApprovalDecision.REJECTED && !SAYS_SOMETHING.test(input.reason ?? ''))
    throw badInput('A rejection needs a reason: say what is wrong with the version.', { field: 'reason' });
  return database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'model:approve', input.reason);
    const target = await targetOf(tx, caller.project, input.to);
    const { id } = await graph.references.resolve(tx, caller.project, input.modelVersion, [MODEL_VERSION]);
    const modelVersion = await graph.nodes.within(tx).get(ModelVersion, id);
    const modelId = modelVersion.node.parentId ?? '';
    await lockNode(tx, modelId);
    const policy = await selectPolicy(tx, modelId, target);
    if (policy === undefined)
      throw failedPrecondition(
        `No policy guards ${JSON.stringify(target.name)} of this model, so nobody has to approve; definePromotionPolicy makes one.`,
        { field: 'to', found: input.to },
      );
    const { user: by, keyId } = caller;
    const vouchedBy = keyId === null ? [] : await selectKeyMakers(tx, keyId);
    const author = authorAmong([by, ...vouchedBy], await selectAuthors(tx, id));
    if (author !== undefined)
      throw new HeadwaterError('FORBIDDEN', sayWhy(author, by, modelVersion.label ?? ''), {
        field: 'modelVersion',
        found: by,
      });
    const before = (await selectApprovals(tx, [id])).findLast(
      (each) => personOf(each.by) === personOf(by) && each.targetKind === target.kind && each.to === target.name,
    );
    const approval = await keepApproval(tx, target, {
      ...{ modelVersionId: id, policyId: policy.id, decision, by, vouchedBy, reason: input.reason ?? null },
      roles: ROLES.filter((role) => ROLE_ACTIONS[role].every((action) => caller.may(action))),
      acknowledgesSignature: input.acknowledgeSignature === true,
    });
    const told = (said: Approval) => ({
      decision: said.decision,
      acknowledgesSignature: said.acknowledgesSignature,
      at: said.at,
    });
    const field = `approvals.${target.kind}.${target.name}.${by}`;
    notes.changed(id, { [field]: before === undefined ? null : told(before) }, { [field]: told(approval) });
    notes.about(modelId);
    const move = {
      kind: RegistryMoveKind.APPROVAL,
      name: target.name,
      toVersionId: id,
      fromValue: before?.decision ?? null,
    };
    await keepMoves(tx, approval, [{ ...move, toValue: decision }]);
    return { modelVersion, approval: make(Approval, approval) };
  });
}

function sayWhy(author: string, by: string, label: string): string {
  return personOf(author) === personOf(by)
    ? `${inQuotes(by)} made ${label}, and so can't approve it: somebody else has to.`
    : `The key of ${inQuotes(by)} was made by ${inQuotes(author)}, who made ${label} too and may know its secret: whoever approves needs a key from somebody else, or a token.`;
}
