import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { lockNode } from '../../graph/nodes/storage/node.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { didYouMean, likeNames, listNames } from '../../platform/text/did-you-mean.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { RegistryMoveKind } from '../history/registry-move.js';
import { keepMoves } from '../history/registry-move.sql.js';
import { Model } from '../model.entity.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { requireUnguarded } from '../versions/guarded.sql.js';
import { holdVersion } from '../versions/hold-version.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { nextStageTime, putStagesOf, selectInStage, selectStagesOf } from './model-stage.sql.js';
import type { SetStageInput, Stage } from './stage.js';
import { holdStages } from './stage-list.sql.js';

export interface StageMove {
  readonly model: Model;
  readonly modelVersion: ModelVersion;
  /** The stage that it was in. */
  readonly previous: string;
  /** The versions that went to the last stage for it, newest first. */
  readonly archived: readonly ModelVersion[];
  /** False when it was there already, and so was nothing else that had to go. */
  readonly changed: boolean;
}

/** More versions of one model than this leave a stage in as many steps. */
const MOST_ARCHIVED = 10_000;

/** Moves a version of a model to a stage; with `archiveOthers` the versions that are there go to the last one. */
export async function setStage({ database, graph }: OnGraph, caller: Caller, input: SetStageInput): Promise<StageMove> {
  caller.demand('model:set-stage');
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'model:set-stage', input.reason);
    const nodes = graph.nodes.within(tx);
    const stages = await holdStages(tx, caller.project);
    const stage = stageNamed(stages, input.stage);
    const { id } = await graph.references.resolve(tx, caller.project, input.modelVersion, [MODEL_VERSION]);
    const modelVersion = await nodes.get(ModelVersion, id);
    const modelId = modelVersion.node.parentId ?? '';
    if (!(await lockNode(tx, modelId)))
      throw notFound(`The model of ${inQuotes(input.modelVersion)} was deleted a moment ago.`, {
        found: input.modelVersion,
      });
    await holdVersion(tx, modelVersion);
    const [current] = await selectStagesOf(tx, [id]);
    if ((current?.stage ?? stages[0]?.name) !== stage) await requireUnguarded(tx, modelId, 'STAGE', stage);
    const move = { modelId, modelVersionId: id, stage, stages, reason: input.reason ?? null };
    const moved = await moveToStage(tx, caller, { ...move, archiveOthers: input.archiveOthers === true });
    const archived = await Promise.all(moved.archived.map((each) => nodes.get(ModelVersion, each)));
    return { ...moved, model: await nodes.get(Model, modelId), modelVersion, archived };
  });
}

/** The stage of this name. Throws BAD_USER_INPUT where the project has none. */
export function stageNamed(stages: readonly Stage[], wanted: string): string {
  const names = stages.map(({ name }) => name);
  if (names.includes(wanted)) return wanted;
  throw badInput(
    `${JSON.stringify(wanted)} is no stage of this project; it has ${listNames(names)}.${didYouMean(likeNames(wanted, names))}`,
    { field: 'stage', found: wanted, expected: names },
  );
}

interface Move {
  readonly modelId: string;
  readonly modelVersionId: string;
  readonly stage: string;
  /** Those of the project, held. */
  readonly stages: readonly Stage[];
  readonly archiveOthers: boolean;
  readonly reason: string | null;
  readonly overridden?: boolean;
}

/** Moves a version of a locked model, and writes down each move. */
export async function moveToStage(
  tx: Transaction,
  caller: Caller,
  { modelId, modelVersionId, stage, stages, archiveOthers, reason, overridden = false }: Move,
): Promise<{ previous: string; archived: string[]; changed: boolean }> {
  const first = stages[0]?.name ?? '';
  const last = stages.at(-1)?.name ?? '';
  const there = { stage, isFirst: stage === first, limit: MOST_ARCHIVED };
  const others = archiveOthers && stage !== last ? await selectInStage(tx, modelId, there) : [];
  const archived = others.filter((id) => id !== modelVersionId);
  const rows = await selectStagesOf(tx, [modelVersionId, ...archived]);
  const known = new Map(rows.map((row) => [row.modelVersionId, row.stage]));
  const previous = known.get(modelVersionId) ?? first;
  const moves = [
    ...archived.map((id) => ({ modelVersionId: id, from: stage, to: last })),
    ...(previous === stage ? [] : [{ modelVersionId, from: previous, to: stage }]),
  ];
  if (moves.length === 0) return { previous, archived, changed: false };
  const at = await nextStageTime(tx, modelId);
  await putStagesOf(tx, modelId, moves, { at, by: caller.user });
  const kept = moves.map(({ modelVersionId: toVersionId, from, to }) => {
    return { kind: RegistryMoveKind.STAGE, name: 'stage', toVersionId, fromValue: from, toValue: to };
  });
  await keepMoves(tx, { at, by: caller.user, reason, overridden }, kept);
  const notes = changeNotes(tx);
  notes.about(modelId);
  for (const { modelVersionId: id, to } of moves) notes.changed(id, { stage: known.get(id) ?? null }, { stage: to });
  return { previous, archived, changed: true };
}
