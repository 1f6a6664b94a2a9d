import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { uuidOfRunId } from '../protocol/ids.js';
import { doesNotExist, invalid, invalidValue } from '../protocol/mlflow-error.js';
import { findRunState } from './run.sql.js';

const RUN_ID = /^[a-zA-Z0-9][\w-]{0,255}$/;

/** The uuid of a run by the id that MLflow knows. Throws RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for what is no id. */
export function uuidOfRun(runId: string): string {
  const uuid = uuidOfRunId(runId);
  if (uuid !== undefined) return uuid;
  throw RUN_ID.test(runId) ? noRun(runId) : invalidValue('run_id', runId);
}

export function noRun(runId: string): Error {
  return doesNotExist(`Run with id=${runId} not found`);
}

export interface KnownRun {
  readonly id: string;
  readonly runId: string;
  readonly experimentId: string;
}

/** A run of the caller's project. Throws RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for one that was deleted. */
export async function findLivingRun(db: Queryable, { project }: Caller, runId: string): Promise<KnownRun> {
  const id = uuidOfRun(runId);
  const state = await findRunState(db, project, id);
  if (state === undefined) throw noRun(runId);
  if (!state.living) throw invalid(`The run ${runId} must be in the 'active' state. Current state is deleted.`);
  return { id, runId, experimentId: state.experimentId };
}
