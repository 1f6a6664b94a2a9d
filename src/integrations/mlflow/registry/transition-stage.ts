import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { bool, required, text } from '../protocol/fields.js';
import { STAGE } from '../protocol/kept-words.js';
import { invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { changeVersion } from './change-registry.js';
import { holdVersionsInStage } from './model.sql.js';
import { findVersion, versionAnswer } from './model-answer.js';
import { ACTIVE, ARCHIVED, stageOf } from './stages.js';

/** `model-versions/transition-stage`: moves a version, and with `archive_existing_versions` those that are in that stage out of it. */
export const transitionStage = operation(
  'POST',
  'model-versions/transition-stage',
  { name: required(text), version: required(text), stage: required(text), archive_existing_versions: bool },
  (room, caller, input) => {
    const stage = stageOf(input.stage);
    const archives = input.archive_existing_versions === true;
    if (archives && !ACTIVE.includes(stage)) {
      throw invalid(
        `Model version transition cannot archive existing model versions because '${input.stage}' is not an Active stage. Valid stages are ['${ACTIVE.join("', '")}']`,
      );
    }
    return changeVersion(room, caller, input, async (tx, { id, modelId }) => {
      for (const other of archives ? await holdVersionsInStage(tx, modelId, stage, id) : [])
        await mergeTags(tx, other, { [STAGE]: ARCHIVED });
      await mergeTags(tx, id, { [STAGE]: stage });
      return { model_version: versionAnswer(await findVersion(tx, caller, input.name, input.version)) };
    });
  },
);
