import { DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { MODEL_VERSION } from '../../../models/model-kinds.js';
import type { RegisterModelVersionInput } from '../../../models/versions/model.input.js';
import { registerModelVersionWithin } from '../../../models/versions/register-model-version.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { RUN } from '../../../runs/record/run-kinds.js';
import { mergeTags } from '../../../runs/record/run-tags.sql.js';
import { list, required, TAG, text } from '../protocol/fields.js';
import { modelIdOfUuid } from '../protocol/ids.js';
import { MODEL_ID, RUN_ID, RUN_LINK } from '../protocol/kept-words.js';
import { operation } from '../protocol/operation.js';
import { holdModel } from './change-registry.js';
import { findVersion, versionAnswer } from './model-answer.js';
import { registryTag } from './model-words.js';
import { noteVersion } from './note-version.js';
import { digestOfFiles, type ReadDataset, selectReadDatasets, selectVersionMetrics } from './origin.sql.js';
import { findSource, type VersionSource } from './version-source.js';

/**
 * `model-versions/create`: always another version, as MLflow counts calls. Its run, what that read, and the features of a training set among that come with it,
 * so that what the model reads can be served by its name.
 */
export const createModelVersion = operation(
  'POST',
  'model-versions/create',
  {
    name: required(text),
    source: required(text),
    run_id: text,
    tags: list(TAG),
    run_link: text,
    description: text,
    model_id: text,
  },
  (room, caller, input) => {
    caller.demand('model:register');
    const { database, graph, registration } = room;
    const tags = Object.fromEntries(input.tags.map(registryTag));
    if (input.run_link) tags[RUN_LINK] = input.run_link;
    return database.transaction(async (tx) => {
      graph.record(tx, caller, 'model:register');
      const model = await holdModel(tx, caller, input.name);
      const source = await findSource(tx, caller, input);
      const { modelVersion } = await registerModelVersionWithin(
        tx,
        registration,
        caller,
        { ...(await originOf(tx, source)), model: model.name, description: input.description || null },
        { distinct: true, madeFrom: source.model === undefined ? [] : [source.model.id] },
      );
      const kept = {
        ...tags,
        ...(source.model !== undefined && { [MODEL_ID]: modelIdOfUuid(source.model.id) }),
        ...(source.unknownRun !== undefined && { [RUN_ID]: source.unknownRun }),
      };
      if (Object.keys(kept).length > 0) await mergeTags(tx, modelVersion.nodeId, kept);
      if (source.model !== undefined)
        await noteVersion(tx, caller, source.model.id, { name: model.name, version: modelVersion.version });
      return { model_version: versionAnswer(await findVersion(tx, caller, model.name, String(modelVersion.version))) };
    });
  },
);

async function originOf(
  db: Queryable,
  { uri, run, model, version, files }: VersionSource,
): Promise<Omit<RegisterModelVersionInput, 'model'>> {
  const content = files === undefined ? undefined : await digestOfFiles(db, files.nodeId, files.folder);
  const read = run === undefined ? [] : await selectReadDatasets(db, run.id);
  const metrics = await selectVersionMetrics(db, run?.id ?? null, model?.id ?? null);
  return {
    artifact: {
      uri,
      digest: content?.digest == null ? 'unknown' : `sha256:${content.digest}`,
      format: 'mlflow',
      bytes: content?.bytes ?? null,
    },
    run: run === undefined || run.deleted ? null : toPublicId(RUN, run.id),
    signature: signatureOf(read),
    trainedOn: read.filter(isTraining).map(({ id }) => toPublicId(DATASET_VERSION, id)),
    derivedFrom: version === undefined ? [] : [toPublicId(MODEL_VERSION, version.id)],
    metrics,
  };
}

/** The features of the training set that the run read: of one that it trained on, where it read several. */
function signatureOf(read: readonly ReadDataset[]): string[] | null {
  const sets = read.filter(({ features }) => features !== null);
  const chosen = sets.find(isTraining) ?? sets[0];
  return chosen?.features == null ? null : [...chosen.features];
}

/** Whether it is not said that a dataset was read to judge the model. */
function isTraining({ role }: ReadDataset): boolean {
  return role === null || !/eval|valid|test/i.test(role);
}
