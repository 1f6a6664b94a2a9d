import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/*   feature set version ──SIGNATURE──▸ model version ──BINDING──▸ deployment     */
const READERS = `from edge s
   join edge b on b.src = s.dst and b.kind = '${EdgeKind.BINDING}' and b.valid_to is null and b.retired_at is null
   join node n on n.id = b.dst and n.deleted_at is null
   where s.src = any($1) and s.kind = '${EdgeKind.SIGNATURE}' and s.valid_to is null and s.retired_at is null`;
// Ids are ordered by time.
const SELECT = statement('serving_readers', `select distinct b.dst as id ${READERS} order by id desc limit $2`);
const COUNT = statement('count_serving_readers', `select count(distinct b.dst)::int ${READERS}`);

/** The deployments behind which models serve whose signature pins one of these feature set versions, newest first. Index: edge_downstream. */
export async function selectServingReaders(
  db: Queryable,
  featureSetVersionIds: readonly string[],
  limit: number,
): Promise<string[]> {
  return (await db.query<{ id: string }>(SELECT, [featureSetVersionIds, limit])).map(({ id }) => id);
}

/** How many there are in all. Index: edge_downstream. */
export async function countServingReaders(db: Queryable, featureSetVersionIds: readonly string[]): Promise<number> {
  return (await db.query<{ count: number }>(COUNT, [featureSetVersionIds]))[0]?.count ?? 0;
}
