import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { experimentIdOf, modelIdOfUuid, runIdOfUuid, uuidOfModelId } from '../protocol/ids.js';
import { type MlflowTag, RUN_ID, shownTags, type Tags } from '../protocol/kept-words.js';
import { noModel } from './log-model-metrics.js';
import { LoggedModelStatus } from './logged-model.entity.js';
import { findLoggedModelRow, type LoggedModelRow, type ModelMetricRow } from './logged-model.sql.js';

/** In the order of their numbers, from 0. */
export const LOGGED_MODEL_STATUSES = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
] as const;

/** A logged model as MLflow writes it. */
export function loggedModelAnswer(row: LoggedModelRow): object {
  const sourceRun = row.sourceRunId === null ? row.tags[RUN_ID] : runIdOfUuid(row.sourceRunId);
  return {
    info: {
      model_id: modelIdOfUuid(row.id),
      experiment_id: experimentIdOf({ id: row.experimentId, name: row.experiment }),
      name: row.name,
      creation_timestamp_ms: row.createdAt,
      last_updated_timestamp_ms: row.changedAt,
      artifact_uri: row.artifactRoot,
      status: `LOGGED_MODEL_${row.status}`,
      model_type: row.modelType,
      ...(sourceRun !== undefined && { source_run_id: sourceRun }),
      tags: shownTags(row.tags),
    },
    data: { params: pairs(row.parameters), metrics: (row.metrics ?? []).map((metric) => metricAnswer(row, metric)) },
  };
}

function metricAnswer(
  model: LoggedModelRow,
  { key, value, timestamp, step, run, dataset, digest }: ModelMetricRow,
): object {
  return {
    key,
    value,
    timestamp,
    step,
    ...(dataset !== '' && { dataset_name: dataset }),
    ...(digest !== '' && { dataset_digest: digest }),
    model_id: modelIdOfUuid(model.id),
    run_id: runIdOfUuid(run),
  };
}

function pairs(values: Tags): MlflowTag[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** A logged model by the id that MLflow knows. Throws RESOURCE_DOES_NOT_EXIST, also for one that was deleted unless that is wanted. */
export async function findLoggedModel(
  db: Queryable,
  { project }: Caller,
  id: string,
  withDeleted = false,
): Promise<LoggedModelRow> {
  const uuid = uuidOfModelId(id);
  const row = uuid === undefined ? undefined : await findLoggedModelRow(db, project, uuid);
  if (row === undefined || (row.deleted && !withDeleted)) throw noModel(id);
  return row;
}

/** Whether the files of a model are there, by what MLflow says. */
export function statusOf(name: (typeof LOGGED_MODEL_STATUSES)[number]): LoggedModelStatus {
  if (name === 'LOGGED_MODEL_READY') return LoggedModelStatus.READY;
  return name === 'LOGGED_MODEL_UPLOAD_FAILED' ? LoggedModelStatus.UPLOAD_FAILED : LoggedModelStatus.PENDING;
}
