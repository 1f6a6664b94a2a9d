import { deleteNode } from '../../../graph/editing/delete-node.js';
import { updateMetadata } from '../../../graph/nodes/lifecycle/lifecycle.sql.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import { MODEL_VERSION } from '../../../models/model-kinds.js';
import { selectStages } from '../../../models/stages/stage-list.sql.js';
import { list, required, text } from '../protocol/fields.js';
import { operation } from '../protocol/operation.js';
import { changeVersion } from './change-registry.js';
import { selectLatestRows } from './model.sql.js';
import { findModel, findVersion, versionAnswer } from './model-answer.js';
import { currentStage, stageOf } from './stages.js';
import { downloadUri } from './version-source.js';

const VERSION = { name: required(text), version: required(text) };

export const getModelVersion = operation(
  'GET',
  'model-versions/get',
  VERSION,
  async ({ database }, caller, { name, version }) => ({
    model_version: versionAnswer(await findVersion(database, caller, name, version)),
  }),
);

/** `model-versions/get-download-uri`: where its files are. */
export const getDownloadUri = operation(
  'GET',
  'model-versions/get-download-uri',
  VERSION,
  async ({ database }, caller, { name, version }) => ({
    artifact_uri: await downloadUri(database, caller, (await findVersion(database, caller, name, version)).source),
  }),
);

/** `model-versions/update`: its description. */
export const updateModelVersion = operation(
  'PATCH',
  'model-versions/update',
  { ...VERSION, description: text },
  (room, caller, { description, ...which }) =>
    changeVersion(room, caller, which, async (tx, { id }) => {
      await updateMetadata(tx, id, { description: description || null });
      return { model_version: versionAnswer(await findVersion(tx, caller, which.name, which.version)) };
    }),
);

/** `model-versions/delete`. What a deployment serves can't be deleted; numbers are not given again. */
export const deleteModelVersion = operation(
  'DELETE',
  'model-versions/delete',
  VERSION,
  async ({ database, graph }, caller, { name, version }) => {
    caller.demand('node:delete');
    const { id } = await findVersion(database, caller, name, version);
    await deleteNode(database, graph, caller, { id: toPublicId(MODEL_VERSION, id), reason: 'Deleted through MLflow' });
    return undefined;
  },
);

/** `registered-models/get-latest-versions`: the newest of each stage, or of some. */
export const getLatestVersions = operation(
  ['POST', 'GET'],
  'registered-models/get-latest-versions',
  { name: required(text), stages: list(required(text)) },
  async ({ database }, caller, { name, stages }) => {
    const known = await selectStages(database, caller.project);
    const wanted = stages.map((stage) => stageOf(stage, known));
    const { id } = await findModel(database, caller, name);
    const rows = await selectLatestRows(database, [id]);
    const found = rows.filter(({ stage }) => wanted.length === 0 || wanted.includes(currentStage(stage)));
    return { model_versions: found.map(versionAnswer) };
  },
);
