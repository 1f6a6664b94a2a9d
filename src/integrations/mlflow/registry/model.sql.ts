import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { CHANGED_AT } from '../experiments/experiment.sql.js';
import type { Tags } from '../protocol/kept-words.js';

export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: Tags;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly aliases: readonly { readonly alias: string; readonly version: number }[] | null;
}

const CREATED_AT = 'floor(extract(epoch from n.created_at) * 1000)::float8';

export const MODEL_COLUMNS = `n.id, n.name, n.description, n.tags, ${CREATED_AT} as "createdAt",
   greatest(${CHANGED_AT}, (select floor(extract(epoch from max(v.deleted_at)) * 1000)::float8 from node v where v.parent_id = n.id)) as "changedAt",
   (select json_agg(json_build_object('alias', a.alias, 'version', v.version) order by a.alias)
    from model_alias a join node v on v.id = a.model_version_id and v.deleted_at is null
    where a.model_id = n.id and a.valid_to is null) as aliases`;

const FIND = statement(
  'mlflow_registered_model',
  `select ${MODEL_COLUMNS} from node n where n.project = $1 and n.kind = 'MODEL' and n.name = $2 and n.deleted_at is null`,
);

/** A living model by its name. Index: node_name. */
export async function findModelRow(db: Queryable, project: string, name: string): Promise<ModelRow | undefined> {
  return (await db.query<ModelRow>(FIND, [project, name]))[0];
}

export interface VersionRow {
  readonly id: string;
  readonly modelId: string;
  readonly name: string;
  readonly version: number;
  readonly description: string | null;
  readonly tags: Tags;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly source: string;
  /** Its uuid. */
  readonly runId: string | null;
  /** Null where it was never moved: it is in the first. */
  readonly stage: string | null;
  readonly aliases: readonly string[];
}

/** The run that made a version: in the graph it is upstream of it, as an OUTPUT. */
export const RUN_OF_VERSION = `(select e.src from edge e join node r on r.id = e.src and r.kind = 'RUN'
     where e.dst = n.id and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null order by e.recorded_at limit 1)`;

export const VERSION_COLUMNS = `n.id, n.parent_id as "modelId", n.name, n.version, n.description, n.tags, ${CREATED_AT} as "createdAt",
   ${CHANGED_AT} as "changedAt", m.artifact_uri as source, ${RUN_OF_VERSION} as "runId",
   (select s.stage from model_stage s where s.model_version_id = n.id) as stage,
   array(select a.alias from model_alias a where a.model_version_id = n.id and a.valid_to is null order by a.alias) as aliases`;

export const VERSION_SOURCE = 'node n join model_version m on m.id = n.id';

const VERSION = statement(
  'mlflow_model_version',
  `select ${VERSION_COLUMNS} from ${VERSION_SOURCE} where n.parent_id = $1 and n.version = $2 and n.deleted_at is null`,
);

/** A living version of a model. Index: node_version. */
export async function findVersionRow(db: Queryable, modelId: string, version: number): Promise<VersionRow | undefined> {
  return (await db.query<VersionRow>(VERSION, [modelId, version]))[0];
}

const ALIASED = statement(
  'mlflow_aliased_version',
  `select ${VERSION_COLUMNS} from model_alias a join node n on n.id = a.model_version_id and n.deleted_at is null join model_version m on m.id = n.id
   where a.model_id = $1 and a.alias = $2 and a.valid_to is null`,
);

/** The living version that an alias points to. Index: model_alias_current. */
export async function findAliasedRow(db: Queryable, modelId: string, alias: string): Promise<VersionRow | undefined> {
  return (await db.query<VersionRow>(ALIASED, [modelId, alias]))[0];
}

const LATEST = statement(
  'mlflow_latest_versions',
  `select v.* from unnest($1::uuid[]) as w (id)
   cross join lateral (
     select distinct on (coalesce(s.stage, '')) ${VERSION_COLUMNS}
     from ${VERSION_SOURCE} left join model_stage s on s.model_version_id = n.id
     where n.parent_id = w.id and n.version is not null and n.deleted_at is null
     order by coalesce(s.stage, ''), n.version desc
   ) v`,
);

/** The newest living version of each model in each stage. Indexes: node_version, primary key of model_stage. */
export function selectLatestRows(db: Queryable, modelIds: readonly string[]): Promise<VersionRow[]> {
  return db.query<VersionRow>(LATEST, [modelIds]);
}
