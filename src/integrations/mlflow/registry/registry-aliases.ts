import { toPublicId } from '../../../graph/nodes/node-id.js';
import { removeAlias } from '../../../models/aliases/remove-alias.js';
import { setAlias } from '../../../models/aliases/set-alias.js';
import { MODEL, MODEL_VERSION } from '../../../models/model-kinds.js';
import { required, text } from '../protocol/fields.js';
import { invalid } from '../protocol/mlflow-error.js';
import { operation } from '../protocol/operation.js';
import { findAliasedRow, findModelRow } from './model.sql.js';
import { findModel, findVersion, versionAnswer } from './model-answer.js';

const ALIAS = { name: required(text), alias: required(text) };
const LONGEST = 255;

/** Throws INVALID_PARAMETER_VALUE for an alias that MLflow refuses. */
function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias))
    throw invalid(
      `Invalid alias name: '${alias.slice(0, 300)}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  if (alias.length > LONGEST)
    throw invalid(`'Registered model alias name' exceeds the maximum length of ${LONGEST} characters`);
  if (alias.toLowerCase() === 'latest') throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}

/** `POST registered-models/alias`: moves it there from wherever it pointed. */
export const setModelAlias = operation(
  'POST',
  'registered-models/alias',
  { ...ALIAS, version: required(text) },
  async ({ database, graph }, caller, { name, alias, version }) => {
    checkAlias(alias);
    const row = await findVersion(database, caller, name, version);
    await setAlias(database, graph, caller, { modelVersion: toPublicId(MODEL_VERSION, row.id), alias });
    return undefined;
  },
);

/** `DELETE registered-models/alias`. One that there is not is no mistake here. */
export const deleteModelAlias = operation(
  'DELETE',
  'registered-models/alias',
  ALIAS,
  async ({ database, graph }, caller, { name, alias }) => {
    const { id, aliases } = await findModel(database, caller, name);
    if (aliases?.some((known) => known.alias === alias) !== true) return undefined;
    await removeAlias(database, graph, caller, { model: toPublicId(MODEL, id), alias });
    return undefined;
  },
);

export const getVersionByAlias = operation(
  'GET',
  'registered-models/alias',
  ALIAS,
  async ({ database }, caller, { name, alias }) => {
    const model = await findModelRow(database, caller.project, name.normalize());
    const row = model === undefined ? undefined : await findAliasedRow(database, model.id, alias);
    if (row === undefined) throw invalid(`Registered model alias ${alias} not found.`);
    return { model_version: versionAnswer(row) };
  },
);
