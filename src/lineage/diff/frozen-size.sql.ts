import { type Queryable, statement } from '../../platform/database/queryable.js';

const SIZES = statement(
  'frozen_lineage_sizes',
  `select model_version_id as id, octet_length(document)::float8 as bytes from frozen_lineage where model_version_id = any($1)`,
);

/** How large the frozen lineage of each model version is, without reading it. Index: primary key. */
export async function selectFrozenSizes(
  db: Queryable,
  modelVersionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ id: string; bytes: number }>(SIZES, [modelVersionIds]);
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}
