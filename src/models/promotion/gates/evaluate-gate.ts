import { createHash } from 'node:crypto';
import type { Graph, OnGraph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import { newNodeId } from '../../../graph/nodes/node-id.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { canonicalJson } from '../../../platform/text/canonical-json.js';
import { MODEL_VERSION } from '../../model-kinds.js';
import { ModelVersion } from '../../versions/model-version.entity.js';
import { isAcknowledged } from '../approvals/approval.sql.js';
import { selectChampion } from '../champion.sql.js';
import type { PromotionPolicy } from '../policies/policy.js';
import { selectPolicy } from '../policies/policy.sql.js';
import { type Target, targetOf } from '../target.js';
import { type GateEvaluation, GateVerdict } from './gate.js';
import { keepEvaluation } from './gate.sql.js';
import { gatherEvidence } from './gather-evidence.js';
import { judge, verdictOf } from './judge.js';

/** Says what a gate finds of a version, rule by rule, and keeps it. */
export async function evaluateGate(
  { database, graph }: OnGraph,
  caller: Caller,
  { modelVersion, to }: { readonly modelVersion: string; readonly to: string },
): Promise<GateEvaluation> {
  caller.demand('model:evaluate');
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'model:evaluate');
    const target = await targetOf(tx, caller.project, to);
    const { id } = await graph.references.resolve(tx, caller.project, modelVersion, [MODEL_VERSION]);
    const version = await graph.nodes.within(tx).get(ModelVersion, id);
    return (await passGate(tx, graph, caller, { version, target })).evaluation;
  });
}

/** The same, as a part of a larger transaction. */
export async function passGate(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  { version, target }: { readonly version: ModelVersion; readonly target: Target },
): Promise<{ evaluation: GateEvaluation; policy: PromotionPolicy | undefined }> {
  const modelId = version.node.parentId ?? '';
  const candidateId = version.nodeId;
  const policy = await selectPolicy(tx, modelId, target);
  const championId = await selectChampion(tx, modelId, target, candidateId);
  const rules = policy?.rules ?? [];
  const acknowledged = policy !== undefined && (await isAcknowledged(tx, candidateId, policy.id));
  const asked = { candidateId, championId, acknowledged };
  const results =
    rules.length === 0 ? [] : judge(rules, await gatherEvidence(tx, graph.nodes.within(tx), rules, asked));
  const verdict = policy === undefined ? GateVerdict.UNGUARDED : verdictOf(results);
  const policyId = policy?.id ?? null;
  const said = { policyId, championId, verdict, rules: results };
  const digest = createHash('sha256').update(canonicalJson(said)).digest('hex');
  const where = { modelVersionId: candidateId, targetKind: target.kind, to: target.name };
  const found = { id: newNodeId(), ...where, ...said, digest, by: caller.user };
  const { evaluation, isNew } = await keepEvaluation(tx, found);
  if (isNew) {
    const notes = changeNotes(tx);
    notes.changedThing(`gate/${evaluation.id}`, null, { ...where, ...said, policyVersion: policy?.version ?? null });
    notes.about(candidateId, ...(championId === null ? [] : [championId]));
  }
  return { evaluation, policy };
}
