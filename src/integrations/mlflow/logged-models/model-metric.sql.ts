import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** A point of a metric of a logged model; a dataset that isn't named is ''. */
export interface ModelPoint {
  readonly modelId: string;
  readonly name: string;
  readonly value: number;
  readonly time: string;
  readonly step: number;
  readonly dataset: string;
  readonly digest: string;
}

const HOLD = statement(
  'hold_logged_models',
  `select w.id, n.id is not null as known from unnest($2::uuid[]) as w (id)
   left join lateral (
     select id from node where id = w.id and project = $1 and kind = 'LOGGED_MODEL' and deleted_at is null order by id for key share
   ) n on true`,
);

// Of one metric, run and dataset the latest point counts, whatever came when.
const INSERT = statement(
  'insert_logged_model_metrics',
  `insert into logged_model_metric as m (model_id, name, run_id, dataset_name, dataset_digest, value, time, step)
   select distinct on (model_id, name, dataset, digest) model_id, name, $1::uuid, dataset, digest, value, time, step
   from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::timestamptz[], $8::int8[])
     as p (model_id, name, dataset, digest, value, time, step)
   order by model_id, name, dataset, digest, step desc, time desc, value desc
   on conflict (model_id, name, run_id, dataset_name, dataset_digest) do update
   set value = excluded.value, time = excluded.time, step = excluded.step
   where (excluded.step, excluded.time, excluded.value) > (m.step, m.time, m.value)`,
);

/** Adds points to logged models of a project; gives the id of one that there is not, and adds nothing then. Index: primary key. */
export async function insertModelMetrics(
  db: Queryable,
  project: string,
  runId: string,
  points: readonly ModelPoint[],
): Promise<string | undefined> {
  const ids = [...new Set(points.map(({ modelId }) => modelId))].sort();
  const held = await db.query<{ id: string; known: boolean }>(HOLD, [project, ids]);
  const missing = held.find(({ known }) => !known);
  if (missing !== undefined) return missing.id;
  const column = <T>(read: (point: ModelPoint) => T) => points.map(read);
  await db.query(INSERT, [
    runId,
    column(({ modelId }) => modelId),
    column(({ name }) => name),
    column(({ dataset }) => dataset),
    column(({ digest }) => digest),
    column(({ value }) => value),
    column(({ time }) => time),
    column(({ step }) => step),
  ]);
  return undefined;
}
