import { toPublicId } from '../../../graph/nodes/node-id.js';
import { RUN as RUN_KIND } from '../../../runs/record/run-kinds.js';
import { findLoggedModel } from '../logged-models/logged-model-answer.js';
import { LOGGED_MODEL } from '../logged-models/logged-model-kinds.js';
import { RUN, runIdOf, text } from '../protocol/fields.js';
import { operation } from '../protocol/operation.js';
import { findRun, runInfo } from '../runs/run-answer.js';
import { listFiles } from './list-files.js';
import { safePath } from './safe-path.js';

/** `artifacts/list`: files of a run, by their paths within it. */
export const listRunArtifacts = operation(
  'GET',
  'artifacts/list',
  { ...RUN, path: text, page_token: text },
  async ({ database, artifacts }, caller, input) => {
    const row = await findRun(database, caller, runIdOf(input));
    const { artifact_uri: root } = runInfo(row);
    const files = await listFiles(artifacts, caller, {
      node: toPublicId(RUN_KIND, row.id),
      path: safePath(input.path),
    });
    return { root_uri: root, files };
  },
);

/** `logged-models/{id}/artifacts/directories`: the same of a logged model. */
export const listModelArtifacts = operation(
  'GET',
  'logged-models/{model_id}/artifacts/directories',
  { artifact_directory_path: text, page_token: text },
  async ({ database, artifacts }, caller, input, [id = '']) => {
    const model = await findLoggedModel(database, caller, id);
    const node = toPublicId(LOGGED_MODEL, model.id);
    const files = await listFiles(artifacts, caller, { node, path: safePath(input.artifact_directory_path) });
    return { root_uri: model.artifactRoot, files };
  },
);
