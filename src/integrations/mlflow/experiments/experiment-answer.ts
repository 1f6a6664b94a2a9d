import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { DEFAULT_EXPERIMENT, experimentIdOf, uuidOfExperimentId } from '../protocol/ids.js';
import { ARTIFACT_LOCATION, shownTags } from '../protocol/kept-words.js';
import { doesNotExist, invalid } from '../protocol/mlflow-error.js';
import { type ExperimentRow, findExperimentByName, selectExperiments } from './experiment.sql.js';

/** An experiment as MLflow writes it. */
export function experimentAnswer(row: ExperimentRow): object {
  const id = experimentIdOf(row);
  return {
    experiment_id: id,
    name: row.name,
    artifact_location: row.tags[ARTIFACT_LOCATION] ?? `mlflow-artifacts:/${id}`,
    lifecycle_stage: row.deleted ? 'deleted' : 'active',
    last_update_time: row.changedAt,
    creation_time: row.createdAt,
    tags: shownTags(row.tags),
  };
}

/** The experiment that is there from the beginning, before anybody has used it. */
const UNUSED: ExperimentRow = {
  id: '',
  name: DEFAULT_EXPERIMENT.name,
  tags: {},
  createdAt: 0,
  changedAt: 0,
  deleted: false,
};

const EXPERIMENT_ID = /^[a-zA-Z0-9][\w-]{0,63}$/;

/** The experiment with this id, deleted or not. Throws RESOURCE_DOES_NOT_EXIST. */
export async function findExperiment(db: Queryable, caller: Caller, id: string): Promise<ExperimentRow> {
  const row = await findById(db, caller, id);
  if (row !== undefined) return row;
  if (!EXPERIMENT_ID.test(id)) throw invalid(`Invalid experiment ID: '${id.slice(0, 100)}'`);
  throw doesNotExist(`No Experiment with id=${id} exists`);
}

async function findById(db: Queryable, { project }: Caller, id: string): Promise<ExperimentRow | undefined> {
  if (id === DEFAULT_EXPERIMENT.id) return (await findExperimentByName(db, project, DEFAULT_EXPERIMENT.name)) ?? UNUSED;
  const uuid = uuidOfExperimentId(id);
  return uuid === undefined ? undefined : (await selectExperiments(db, project, [uuid]))[0];
}

/** The same for one that is to be written to. Throws INVALID_PARAMETER_VALUE for one that was deleted. */
export async function findLivingExperiment(db: Queryable, caller: Caller, id: string): Promise<ExperimentRow> {
  const row = await findExperiment(db, caller, id);
  if (!row.deleted) return row;
  throw invalid(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
}

/** The experiment of this name, deleted or not; undefined where there is none. */
export async function findNamedExperiment(
  db: Queryable,
  caller: Caller,
  name: string,
): Promise<ExperimentRow | undefined> {
  const row = await findExperimentByName(db, caller.project, name.normalize());
  return row ?? (name === DEFAULT_EXPERIMENT.name ? UNUSED : undefined);
}
