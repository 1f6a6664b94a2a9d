import { type Queryable, statement } from '../../../platform/database/queryable.js';

const CONTENT = statement(
  'mlflow_content',
  `select encode(sha256(convert_to(string_agg(path || ' ' || encode(digest, 'hex'), E'\\n' order by path collate "C"), 'UTF8')), 'hex') as digest,
     sum(size)::float8 as bytes
   from artifact where node_id = $1 and ($2 = '' or path = $2 or (path >= $2 || '/' and path < $2 || '0'))`,
);

/** The digest of a tree of files, by their paths and digests, and their size; null where there is none. Index: primary key. */
export async function digestOfFiles(
  db: Queryable,
  nodeId: string,
  folder: string,
): Promise<{ readonly digest: string | null; readonly bytes: number | null }> {
  const [row] = await db.query<{ digest: string | null; bytes: number | null }>(CONTENT, [nodeId, folder]);
  return row ?? { digest: null, bytes: null };
}

/** A dataset version that a run read. */
export interface ReadDataset {
  readonly id: string;
  readonly role: string | null;
  /** The features of the training set that it is, pinned; null where it is none. */
  readonly features: readonly string[] | null;
}

const READ = statement(
  'mlflow_read_datasets',
  `select n.id, e.attributes ->> 'role' as role,
     (select array(select c.value ->> 'ref' from jsonb_array_elements(t.recipe -> 'columns') with ordinality as c (value, position) order by c.position)
      from training_set t where t.dataset_version_id = n.id limit 1) as features
   from edge e join node n on n.id = e.src and n.kind = 'DATASET_VERSION' and n.deleted_at is null
   where e.dst = $1 and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null
   order by e.recorded_at, n.id`,
);

/** The living dataset versions that a run read. Indexes: edge_upstream, training_set's unique key. */
export function selectReadDatasets(db: Queryable, runId: string): Promise<ReadDataset[]> {
  return db.query<ReadDataset>(READ, [runId]);
}

const METRICS = statement(
  'mlflow_version_metrics',
  `select name, value from (
     select distinct on (name) name, value from logged_model_metric where model_id = $2 order by name, step desc, time desc
   ) about_model where value not in ('NaN', 'Infinity', '-Infinity')
   union all
   select name, value from run_metric where run_id = $1 and not starts_with(name, 'system/') and value not in ('NaN', 'Infinity', '-Infinity')
     and not exists (select from logged_model_metric where model_id = $2)
   order by name limit 500`,
);

/** How good a model is: what was logged about it, or else by its run. Indexes: primary keys. */
export function selectVersionMetrics(
  db: Queryable,
  runId: string | null,
  modelId: string | null,
): Promise<{ readonly name: string; readonly value: number }[]> {
  return db.query(METRICS, [runId, modelId]);
}
