import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { MODEL_VERSION } from '../model-kinds.js';

const READERS = `from edge e join node n on n.id = e.dst and n.kind = '${MODEL_VERSION}' and n.deleted_at is null
   where e.src = any($1) and e.kind = '${EdgeKind.SIGNATURE}' and e.valid_to is null and e.retired_at is null`;
// Ids are ordered by time.
const SELECT = statement('signature_readers', `select distinct e.dst as id ${READERS} order by id desc limit $2`);
const COUNT = statement('count_signature_readers', `select count(distinct e.dst)::int ${READERS}`);

/** The model versions whose signature pins one of these feature set versions, newest first, none that is deleted. Index: edge_downstream. */
export async function selectSignatureReaders(
  db: Queryable,
  featureSetVersionIds: readonly string[],
  limit: number,
): Promise<string[]> {
  return (await db.query<{ id: string }>(SELECT, [featureSetVersionIds, limit])).map(({ id }) => id);
}

/** How many there are in all. Index: edge_downstream. */
export async function countSignatureReaders(db: Queryable, featureSetVersionIds: readonly string[]): Promise<number> {
  return (await db.query<{ count: number }>(COUNT, [featureSetVersionIds]))[0]?.count ?? 0;
}
