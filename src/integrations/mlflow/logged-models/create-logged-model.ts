import { insertEdge } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { ensureDefaultExperiment } from '../experiments/change-experiment.js';
import { findLivingExperiment } from '../experiments/experiment-answer.js';
import { list, message, required, TAG, text } from '../protocol/fields.js';
import { experimentIdOf, modelIdOfUuid } from '../protocol/ids.js';
import { ARTIFACT_LOCATION, RUN_ID } from '../protocol/kept-words.js';
import { cut } from '../protocol/names.js';
import { operation } from '../protocol/operation.js';
import { findParent } from '../runs/logging/run-tags.js';
import { inventName } from '../runs/run-words.js';
import { LoggedModelStatus } from './logged-model.entity.js';
import { insertLoggedModel } from './logged-model.sql.js';
import { findLoggedModel, loggedModelAnswer } from './logged-model-answer.js';
import { LOGGED_MODEL } from './logged-model-kinds.js';
import { checkLoggedModelName, modelParameters, modelTags } from './logged-model-words.js';

const LONGEST_RUN_ID = 256;

/** `logged-models`: a model that a run is about to upload. */
export const createLoggedModel = operation(
  'POST',
  'logged-models',
  {
    experiment_id: required(text),
    name: text,
    model_type: text,
    source_run_id: text,
    params: list(message({ key: required(text), value: text })),
    tags: list(TAG),
  },
  async (room, caller, input) => {
    const { database, graph } = room;
    caller.demand('run:log');
    const name = input.name ? checkLoggedModelName(input.name) : inventName();
    const tags = modelTags(input.tags);
    const parameters = modelParameters(input.params);
    const experiment = await findLivingExperiment(database, caller, input.experiment_id);
    return database.quietTransaction(async (tx) => {
      graph.record(tx, caller, 'run:log');
      const experimentId = experiment.id === '' ? await ensureDefaultExperiment(tx, room, caller) : experiment.id;
      const sourceRunId = (await findParent(tx, caller, input.source_run_id)) ?? null;
      // MLflow takes any.
      if (sourceRunId === null && input.source_run_id) tags[RUN_ID] = cut(input.source_run_id, LONGEST_RUN_ID);
      const { id } = await graph.writer.ensureNode(tx, caller, { kind: LOGGED_MODEL, name, label: null });
      const given = experimentIdOf({ id: experimentId, name: experiment.name });
      const root = experiment.tags[ARTIFACT_LOCATION] ?? `mlflow-artifacts:/${given}`;
      await insertLoggedModel(tx, {
        id,
        experimentId,
        sourceRunId,
        status: LoggedModelStatus.PENDING,
        modelType: input.model_type ?? '',
        parameters,
        artifactRoot: `${root}/models/${modelIdOfUuid(id)}/artifacts`,
      });
      if (Object.keys(tags).length > 0) await mergeTags(tx, id, tags);
      if (sourceRunId !== null) await drawOutput(tx, sourceRunId, id);
      return { model: loggedModelAnswer(await findLoggedModel(tx, caller, modelIdOfUuid(id))) };
    });
  },
);

/** Nothing leaves a model that was made just now, so this closes no cycle. */
function drawOutput(tx: Transaction, run: string, model: string): Promise<void> {
  return insertEdge(tx, { src: run, dst: model, kind: EdgeKind.OUTPUT, runId: run, attributes: {} });
}
