import type { OnGraph } from '../../graph/graph.js';
import { checkOverride } from '../../graph/guards/override.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict, failedPrecondition, notFound } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { moveAlias } from '../aliases/move-alias.js';
import { Model } from '../model.entity.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { moveToStage } from '../stages/set-stage.js';
import { holdStages } from '../stages/stage-list.sql.js';
import { holdVersion } from '../versions/hold-version.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { selectApprovals, selectAuthors } from './approvals/approval.sql.js';
import { missingApprovals } from './approvals/missing-approvals.js';
import { selectCurrent } from './champion.sql.js';
import { evaluateGate, passGate } from './gates/evaluate-gate.js';
import { type GateEvaluation, RuleOutcome } from './gates/gate.js';
import type { PromotionPolicy } from './policies/policy.js';
import { RuleSeverity } from './policies/rule-enums.js';
import type { PromoteInput } from './promote.input.js';
import { type Target, TargetKind, targetOf } from './target.js';

export interface Promotion {
  readonly model: Model;
  readonly modelVersion: ModelVersion;
  readonly previous: ModelVersion | null;
  readonly evaluation: GateEvaluation;
  /** Whether it took an override. */
  readonly overridden: boolean;
  /** False when the version held it already. */
  readonly changed: boolean;
}

/**
 * Gives a version an alias or a stage, if the gate lets it pass, enough people agree, and nobody else has been promoted meanwhile: all in one
 * transaction. What the gate has found is kept even where it refuses.
 */
export async function promote(room: OnGraph, caller: Caller, input: PromoteInput): Promise<Promotion> {
  caller.demand('model:promote');
  checkOverride(caller, input.override);
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  const { database, graph } = room;
  const { project } = caller;
  // What an alias means is looked up before the lock: who waits for it behind another promotion has named the champion of before.
  const expected =
    input.expectedCurrent == null
      ? null
      : (
          await graph.references.resolve(database, project, input.expectedCurrent, [MODEL_VERSION], {
            includeDeleted: true,
          })
        ).id;
  const reason = input.reason ?? input.override?.reason ?? null;
  try {
    return await database.transaction(async (tx) => {
      graph.record(tx, caller, 'model:promote', reason);
      const nodes = graph.nodes.within(tx);
      await holdStages(tx, project);
      const target = await targetOf(tx, project, input.to);
      const { id } = await graph.references.resolve(tx, project, input.modelVersion, [MODEL_VERSION]);
      const modelVersion = await nodes.get(ModelVersion, id);
      const modelId = modelVersion.node.parentId ?? '';
      if (!(await lockNode(tx, modelId)))
        throw notFound(`The model of ${inQuotes(input.modelVersion)} was deleted a moment ago.`, {
          found: input.modelVersion,
        });
      await holdVersion(tx, modelVersion);
      const current = await selectCurrent(tx, modelId, target);
      const previous = current === null ? null : await nodes.get(ModelVersion, current);
      if (current !== expected) {
        const wanted = expected === null ? null : await nodes.get(ModelVersion, expected);
        throw notExpected(target, previous, wanted);
      }
      const { evaluation, policy } = await passGate(tx, graph, caller, { version: modelVersion, target });
      const overridden = current === id ? false : await requirePassed(tx, input, { modelVersion, evaluation, policy });
      const move = { modelId, modelVersionId: id, reason, overridden };
      const { changed } =
        target.kind === TargetKind.ALIAS
          ? await moveAlias(tx, caller, { ...move, alias: target.name })
          : await moveToStage(tx, caller, { ...move, stage: target.name, stages: target.stages, archiveOthers: true });
      return { model: await nodes.get(Model, modelId), modelVersion, previous, evaluation, overridden, changed };
    });
  } catch (error) {
    if (error instanceof GateRefusal) await evaluateGate(room, caller, input);
    throw error instanceof GateRefusal ? error.cause : error;
  }
}

/** Undoes the transaction, in which what the gate found would be lost. */
class GateRefusal extends Error {}

/** Throws where the gate or the approvals don't let the version pass, unless that is overridden, which is noted. True: it was. */
async function requirePassed(
  tx: Transaction,
  { override, to }: PromoteInput,
  { modelVersion, evaluation, policy }: Gate,
): Promise<boolean> {
  if (policy === undefined) return false;
  const approvals = await selectApprovals(tx, [modelVersion.nodeId]);
  const missing = missingApprovals(policy, approvals, await selectAuthors(tx, modelVersion.nodeId));
  const blocking = evaluation.rules.filter(
    ({ rule, outcome }) => outcome === RuleOutcome.FAILED && rule.severity === RuleSeverity.BLOCK,
  );
  const reasons = [...blocking.map(({ explanation }) => explanation), ...missing.map((text) => `${text}.`)];
  if (reasons.length === 0) return false;
  if (override != null && policy.overridable) {
    changeNotes(tx).overrode(override.reason, [modelVersion.nodeId]);
    return true;
  }
  const wayOut =
    override == null
      ? policy.overridable
        ? 'Whoever may can override it, with a reason.'
        : 'The policy can not be overridden.'
      : 'The policy does not let itself be overridden.';
  const refusal = failedPrecondition(
    `${modelVersion.label} can't be promoted to ${JSON.stringify(to)}: ${reasons.join(' ')} ${wayOut}`,
    {
      field: 'modelVersion',
      policyVersion: policy.version,
      failedRules: blocking.map(({ rule, explanation }) => ({ kind: rule.kind, explanation })),
      missingApprovals: missing,
    },
  );
  throw new GateRefusal('refused', { cause: refusal });
}

interface Gate {
  readonly modelVersion: ModelVersion;
  readonly evaluation: GateEvaluation;
  readonly policy: PromotionPolicy | undefined;
}

function notExpected(target: Target, current: ModelVersion | null, expected: ModelVersion | null): Error {
  const named = (version: ModelVersion | null) => (version === null ? 'nobody' : String(version.label));
  const wayOut =
    current === null
      ? 'Leave expectedCurrent out.'
      : `If that is known, say expectedCurrent: ${JSON.stringify(current.label)}.`;
  return conflict(
    `${named(current)} holds ${target.kind === TargetKind.ALIAS ? 'the alias' : 'the stage'} ${JSON.stringify(target.name)} now, and the promotion expected ${named(expected)}. ${wayOut}`,
    { field: 'expectedCurrent', expected: expected?.label ?? null, found: current?.label ?? null },
  );
}
