import { toPublicId } from '../../../graph/nodes/node-id.js';
import { MODEL_VERSION } from '../../../models/model-kinds.js';
import { setStage } from '../../../models/stages/set-stage.js';
import { selectStages } from '../../../models/stages/stage-list.sql.js';
import { bool, required, text } from '../protocol/fields.js';
import { invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { findVersion, versionAnswer } from './model-answer.js';
import { ACTIVE, stageOf } from './stages.js';

/** `model-versions/transition-stage`: moves a version, and with `archive_existing_versions` those that are in that stage out of it. */
export const transitionStage = operation(
  'POST',
  'model-versions/transition-stage',
  { name: required(text), version: required(text), stage: required(text), archive_existing_versions: bool },
  async (room, caller, input) => {
    const { database } = room;
    const { name, version, archive_existing_versions: archives = false } = input;
    caller.demand('model:set-stage');
    const stage = stageOf(input.stage, await selectStages(database, caller.project));
    if (archives && !ACTIVE.includes(stage)) {
      throw invalid(
        `Model version transition cannot archive existing model versions because '${input.stage}' is not an Active stage. Valid stages are ['${ACTIVE.join("', '")}']`,
      );
    }
    const { id } = await findVersion(database, caller, name, version);
    await setStage(room, caller, { modelVersion: toPublicId(MODEL_VERSION, id), stage, archiveOthers: archives });
    return { model_version: versionAnswer(await findVersion(database, caller, name, version)) };
  },
);
