import { type Queryable, statement } from '../../platform/database/queryable.js';

/*   training set ──▶ run ──▶ dataset version ──▶ … ──▶ model version
 *   and from there to the model versions derived from it (fine-tuned). Only through what was made of the data: versions and runs,
 *   never a logical node whose other versions have other data  */
const TRAINED_ON = statement(
  'model_versions_trained_on',
  `with recursive made (id, kind) as (
     select id, kind from node where id = any($1)
     union
     select n.id, n.kind
     from made m
     join edge e on e.src = m.id and e.valid_to is null and e.retired_at is null
     join node n on n.id = e.dst and n.kind in ('DATASET_VERSION', 'RUN', 'MODEL_VERSION')
     where m.kind <> 'MODEL_VERSION' or (e.kind = 'DERIVED_FROM' and n.kind = 'MODEL_VERSION')
   )
   select id from made where kind = 'MODEL_VERSION' order by id`,
);

/** The model versions made from some dataset versions, directly or through others, oldest first. Index: edge_downstream. */
export async function selectModelVersionsTrainedOn(
  db: Queryable,
  datasetVersionIds: readonly string[],
): Promise<string[]> {
  return (await db.query<{ id: string }>(TRAINED_ON, [datasetVersionIds])).map(({ id }) => id);
}
