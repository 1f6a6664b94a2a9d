import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Tags } from '../protocol/kept-words.js';
import type { LoggedModelStatus } from './logged-model.entity.js';

export interface LoggedModelRow {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
  readonly experimentId: string;
  readonly experiment: string;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly modelType: string;
  readonly parameters: Tags;
  readonly artifactRoot: string;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deleted: boolean;
  readonly metrics: readonly ModelMetricRow[] | null;
}

export interface ModelMetricRow {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
  readonly run: string;
  readonly dataset: string;
  readonly digest: string;
}

export const LOGGED_MODEL_COLUMNS = `n.id, n.name, n.tags, m.experiment_id as "experimentId", e.name as experiment, m.source_run_id as "sourceRunId",
   m.status, m.model_type as "modelType", m.parameters, m.artifact_root as "artifactRoot",
   floor(extract(epoch from n.created_at) * 1000)::float8 as "createdAt", floor(extract(epoch from m.changed_at) * 1000)::float8 as "changedAt",
   n.deleted_at is not null as deleted,
   (select json_agg(json_build_object(
      'key', v.name, 'value', v.value, 'timestamp', floor(extract(epoch from v.time) * 1000)::int8, 'step', v.step, 'run', v.run_id,
      'dataset', v.dataset_name, 'digest', v.dataset_digest
    ) order by v.name, v.run_id, v.dataset_name, v.dataset_digest)
    from logged_model_metric v where v.model_id = n.id) as metrics`;

export const LOGGED_MODEL_SOURCE = `node n join logged_model m on m.id = n.id join node e on e.id = m.experiment_id`;

const FIND = statement(
  'mlflow_logged_model',
  `select ${LOGGED_MODEL_COLUMNS} from ${LOGGED_MODEL_SOURCE} where n.project = $1 and n.id = $2`,
);

/** A logged model of a project, deleted or not. Indexes: primary keys. */
export async function findLoggedModelRow(
  db: Queryable,
  project: string,
  id: string,
): Promise<LoggedModelRow | undefined> {
  return (await db.query<LoggedModelRow>(FIND, [project, id]))[0];
}

const INSERT = statement(
  'insert_logged_model',
  `insert into logged_model (id, experiment_id, source_run_id, status, model_type, parameters, artifact_root)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

export interface NewLoggedModel {
  readonly id: string;
  readonly experimentId: string;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly modelType: string;
  readonly parameters: Tags;
  readonly artifactRoot: string;
}

/** Adds the row of a logged model to its node. */
export async function insertLoggedModel(tx: Transaction, model: NewLoggedModel): Promise<void> {
  const { id, experimentId, sourceRunId, status, modelType, parameters, artifactRoot } = model;
  await tx.query(INSERT, [id, experimentId, sourceRunId, status, modelType, JSON.stringify(parameters), artifactRoot]);
  changeNotes(tx).changed(id, {}, { status, modelType });
}

const SET_STATUS = statement(
  'set_logged_model_status',
  `with known as materialized (select id, status from logged_model where id = $1 for update)
   update logged_model m set status = $2, changed_at = date_trunc('milliseconds', clock_timestamp()) from known
   where m.id = known.id returning known.status as before`,
);

/** Index: primary key. */
export async function setLoggedModelStatus(tx: Transaction, id: string, status: LoggedModelStatus): Promise<void> {
  const [row] = await tx.query<{ before: LoggedModelStatus }>(SET_STATUS, [id, status]);
  if (row !== undefined) changeNotes(tx).changed(id, { status: row.before }, { status });
}

const ADD_PARAMETERS = statement(
  'add_logged_model_parameters',
  `update logged_model set parameters = $2::jsonb || parameters, changed_at = date_trunc('milliseconds', clock_timestamp())
   where id = $1 returning parameters`,
);

/** Adds parameters; those that are there already stay. Gives all of them. Index: primary key. */
export async function addLoggedModelParameters(tx: Transaction, id: string, parameters: Tags): Promise<Tags> {
  const [row] = await tx.query<{ parameters: Tags }>(ADD_PARAMETERS, [id, JSON.stringify(parameters)]);
  const fields = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameters.${name}`, value]));
  changeNotes(tx).changed(id, {}, fields);
  return row?.parameters ?? {};
}
