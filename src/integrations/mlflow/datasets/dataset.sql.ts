import { type Queryable, statement } from '../../../platform/database/queryable.js';

const BY_DIGEST = statement(
  'mlflow_dataset_version',
  `select v.id from node d
   join node v on v.parent_id = d.id and v.version is not null and v.deleted_at is null
   join dataset_version s on s.id = v.id
   where d.project = $1 and d.kind = 'DATASET' and d.name = $2 and d.deleted_at is null and s.digest = $3
   order by v.version desc limit 1`,
);

/** The version of a dataset with this content, whether it is the newest or not. Indexes: node_name, node_version. */
export async function findVersionByDigest(
  db: Queryable,
  project: string,
  dataset: string,
  digest: string,
): Promise<string | undefined> {
  return (await db.query<{ id: string }>(BY_DIGEST, [project, dataset, digest]))[0]?.id;
}

const KEEP = statement(
  'keep_mlflow_words',
  `insert into facet (node_id, part, about, name, content, event_at, rank, digest)
   values ($1, $2, $3, $4, $5, now(), 0, '')
   on conflict (node_id, part, about, name) do nothing`,
);

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Keeps how MLflow describes a dataset version, as it came; what was said first stays. Index: primary key. */
export async function keepDataset(db: Queryable, versionId: string, told: object): Promise<void> {
  await db.query(KEEP, [versionId, 'OWN', NOBODY, 'mlflow_dataset', JSON.stringify(told)]);
}

/** Keeps the tags of a run's use of a dataset version; what was said first stays. Index: primary key. */
export async function keepInputTags(
  db: Queryable,
  runId: string,
  versionId: string,
  tags: readonly object[],
): Promise<void> {
  await db.query(KEEP, [runId, 'INPUT', versionId, 'mlflow_tags', JSON.stringify({ tags })]);
}
