import { type Queryable, statement } from '../platform/database/queryable.js';

const FACTS = statement(
  'dataset_version_facts',
  `select id, jsonb_build_object(
     'digest', digest, 'location', location, 'columns', columns, 'rowCount', row_count, 'byteCount', byte_count
   ) as facts
   from dataset_version where id = any($1)`,
);

/** What a frozen lineage keeps of dataset versions. Index: primary key. */
export async function loadDatasetVersionFacts(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rows = await db.query<{ id: string; facts: Record<string, unknown> }>(FACTS, [ids]);
  return new Map(rows.map((row) => [row.id, row.facts]));
}
