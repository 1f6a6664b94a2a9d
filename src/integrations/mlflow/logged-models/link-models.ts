import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { MlflowRoom } from '../mlflow-room.js';
import { int, list, message, RUN, required, runIdOf, text } from '../protocol/fields.js';
import { missingValue } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { writeToRun } from '../runs/logging/write-to-run.js';
import { findLoggedModel } from './logged-model-answer.js';

/** `runs/outputs`: which models a run made, at which steps. */
export const logOutputs = operation(
  'POST',
  'runs/outputs',
  { ...RUN, models: list(message({ model_id: required(text), step: int })) },
  (room, caller, input) => {
    if (input.models.length === 0) throw missingValue('models');
    return writeToRun(room, caller, runIdOf(input), async (tx, run) => {
      for (const { model_id: id, step } of input.models) {
        const model = await findLoggedModel(tx, caller, id);
        await room.graph.writer.connect(tx, {
          src: run.id,
          dst: model.id,
          kind: EdgeKind.OUTPUT,
          runId: run.id,
          attributes: { step: step ?? 0 },
        });
      }
      return undefined;
    });
  },
);

/** Draws which models a run read. */
export async function readModels(
  tx: Transaction,
  { graph }: MlflowRoom,
  caller: Caller,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    const model = await findLoggedModel(tx, caller, id);
    // Of a model that is evaluated in the run that made it MLflow says both. Lineage would go round in a circle, so the one edge says that too.
    const edge =
      model.sourceRunId === runId
        ? { src: runId, dst: model.id, kind: EdgeKind.OUTPUT, attributes: { read: true } }
        : { src: model.id, dst: runId, kind: EdgeKind.INPUT };
    await graph.writer.connect(tx, { ...edge, runId });
  }
}
