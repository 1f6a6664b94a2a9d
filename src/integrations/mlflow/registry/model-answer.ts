import type { Caller } from '../../../graph/nodes/caller.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { groupBy } from '../../../platform/group-by.js';
import { runIdOfUuid } from '../protocol/ids.js';
import { MODEL_ID, RUN_ID, RUN_LINK, shownTags } from '../protocol/kept-words.js';
import { doesNotExist, invalid } from '../protocol/mlflow-error.js';
import { findModelRow, findVersionRow, type ModelRow, selectLatestRows, type VersionRow } from './model.sql.js';
import { currentStage } from './stages.js';

/** A version as MLflow writes it. */
export function versionAnswer(row: VersionRow): object {
  const modelId = row.tags[MODEL_ID];
  return {
    name: row.name,
    version: String(row.version),
    creation_timestamp: row.createdAt,
    last_updated_timestamp: row.changedAt,
    current_stage: currentStage(row.stage),
    description: row.description ?? '',
    source: row.source,
    run_id: row.runId === null ? (row.tags[RUN_ID] ?? '') : runIdOfUuid(row.runId),
    status: 'READY',
    run_link: row.tags[RUN_LINK] ?? '',
    ...(modelId !== undefined && { model_id: modelId }),
    tags: shownTags(row.tags),
    aliases: row.aliases,
  };
}

/** Registered models as MLflow writes them, each with its newest version in each stage. */
export async function modelAnswers(db: Queryable, rows: readonly ModelRow[]): Promise<object[]> {
  if (rows.length === 0) return [];
  const latest = groupBy(
    await selectLatestRows(
      db,
      rows.map(({ id }) => id),
    ),
    ({ modelId }) => modelId,
  );
  return rows.map((row) => ({
    name: row.name,
    creation_timestamp: row.createdAt,
    last_updated_timestamp: row.changedAt,
    ...(row.description !== null && { description: row.description }),
    latest_versions: (latest.get(row.id) ?? []).map(versionAnswer),
    tags: shownTags(row.tags),
    aliases: (row.aliases ?? []).map(({ alias, version }) => ({ alias, version: String(version) })),
  }));
}

export async function modelAnswer(db: Queryable, row: ModelRow): Promise<object> {
  const [answer] = await modelAnswers(db, [row]);
  if (answer === undefined) throw new Error('unreachable: one model gives one answer');
  return answer;
}

/** Throws RESOURCE_DOES_NOT_EXIST. */
export async function findModel(db: Queryable, { project }: Caller, name: string): Promise<ModelRow> {
  const row = await findModelRow(db, project, name.normalize());
  if (row !== undefined) return row;
  throw doesNotExist(`Registered Model with name=${name} not found`);
}

/** Throws RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for what is no number of a version. */
export async function findVersion(
  db: Queryable,
  { project }: Caller,
  name: string,
  version: string,
): Promise<VersionRow> {
  if (!/^[+-]?\d{1,9}$/.test(version))
    throw invalid(`Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`);
  const model = await findModelRow(db, project, name.normalize());
  const row = model === undefined ? undefined : await findVersionRow(db, model.id, Number(version));
  if (row !== undefined) return row;
  throw doesNotExist(`Model Version (name=${name}, version=${version}) not found`);
}
