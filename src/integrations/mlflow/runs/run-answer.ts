import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { experimentIdOf, runIdOfUuid } from '../protocol/ids.js';
import { JsonAnswer } from '../protocol/json-answer.js';
import { noRun, uuidOfRun } from './find-run.js';
import { findRunInfo, type RunInfoRow, type RunRow, selectRunMetrics, selectRuns } from './run.sql.js';
import { linksText, type RunLinks, selectRunLinks } from './run-links.js';
import { MLFLOW_STATUS_OF } from './run-words.js';

/** The `info` of a run. */
export function runInfo(row: RunInfoRow) {
  const runId = runIdOfUuid(row.id);
  const experimentId = experimentIdOf({ id: row.experimentId, name: row.experiment });
  return {
    run_uuid: runId,
    run_id: runId,
    experiment_id: experimentId,
    run_name: row.name,
    user_id: row.userId,
    status: MLFLOW_STATUS_OF[row.status],
    start_time: row.startedAt ?? 0,
    ...(row.endedAt !== null && { end_time: row.endedAt }),
    artifact_uri: `${row.location ?? `mlflow-artifacts:/${experimentId}`}/${runId}/artifacts`,
    lifecycle_stage: row.deleted ? 'deleted' : 'active',
  };
}

/** A whole run, as text of JSON. */
function runText(row: RunRow, metrics: string | null, links: RunLinks | undefined): string {
  const { parameters, tags } = row;
  const data = JsonAnswer.object({ metrics: metrics ?? undefined, params: parameters ?? undefined, tags });
  return `{"info":${JSON.stringify(runInfo(row))},"data":${data.text}${linksText(links)}}`;
}

/** Whole runs of a project, in the order given, each as text of JSON. Their metrics are half of the work: read beside the rest, they are there as soon. */
export async function runTexts(
  db: Queryable,
  { project, signal }: Pick<Caller, 'project' | 'signal'>,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const [metrics, rows, links] = await Promise.all([
    selectRunMetrics(db, ids, signal),
    selectRuns(db, project, ids, signal),
    selectRunLinks(db, ids),
  ]);
  return rows.map((row) => runText(row, metrics.get(row.id) ?? null, links.get(row.id)));
}

/** One run, deleted or not. Throws RESOURCE_DOES_NOT_EXIST. */
export async function runTextOf(db: Queryable, caller: Caller, runId: string): Promise<string> {
  const [text] = await runTexts(db, caller, [uuidOfRun(runId)]);
  if (text === undefined) throw noRun(runId);
  return text;
}

/** What MLflow calls the info of a run, deleted or not. Throws RESOURCE_DOES_NOT_EXIST. */
export async function findRun(db: Queryable, { project }: Caller, runId: string): Promise<RunInfoRow> {
  const row = await findRunInfo(db, project, uuidOfRun(runId));
  if (row === undefined) throw noRun(runId);
  return row;
}
