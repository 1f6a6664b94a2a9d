import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { FEATURE_SERVICE_VERSION } from '../feature-kinds.js';

const READERS = `from edge e join node n on n.id = e.dst and n.kind = '${FEATURE_SERVICE_VERSION}' and n.deleted_at is null
   where e.src = any($1) and e.kind = '${EdgeKind.SIGNATURE}' and e.valid_to is null and e.retired_at is null`;
// Ids are ordered by time.
const SELECT = statement('service_readers', `select distinct e.dst as id ${READERS} order by id desc limit $2`);
const COUNT = statement('count_service_readers', `select count(distinct e.dst)::int ${READERS}`);

/** The feature service versions that pin one of these feature set versions, newest first, none that is deleted. Index: edge_downstream. */
export async function selectServiceReaders(
  db: Queryable,
  featureSetVersionIds: readonly string[],
  limit: number,
): Promise<string[]> {
  return (await db.query<{ id: string }>(SELECT, [featureSetVersionIds, limit])).map(({ id }) => id);
}

/** How many there are in all. Index: edge_downstream. */
export async function countServiceReaders(db: Queryable, featureSetVersionIds: readonly string[]): Promise<number> {
  return (await db.query<{ count: number }>(COUNT, [featureSetVersionIds]))[0]?.count ?? 0;
}

const SERVING = statement('serving_services', `select distinct e.dst as id ${READERS} and e.dst = any($1)`);

/**
 * Of these nodes, the service versions that read another of them: what they pin may not go, for anyone may ask them. One that nobody needs
 * is deleted first. Index: edge_downstream.
 */
export async function findServingServices(db: Queryable, ids: readonly string[]): Promise<string[]> {
  return (await db.query<{ id: string }>(SERVING, [ids])).map(({ id }) => id);
}

const FACTS = statement(
  'feature_service_version_facts',
  `select e.dst as id, jsonb_build_object('features', jsonb_agg(
     s.label || ':' || (f.feature ->> 'name') || coalesce('~' || (f.feature ->> 'role'), '') order by (f.feature ->> 'position')::int
   )) as facts
   from edge e
   join node s on s.id = e.src
   cross join lateral jsonb_array_elements(e.attributes -> 'features') as f (feature)
   where e.dst = any($1) and e.kind = '${EdgeKind.SIGNATURE}' and e.valid_to is null and e.retired_at is null
   group by e.dst`,
);

/** What a frozen lineage keeps of feature service versions. Index: edge_upstream. */
export async function loadFeatureServiceVersionFacts(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rows = await db.query<{ id: string; facts: Record<string, unknown> }>(FACTS, [ids]);
  return new Map(rows.map((row) => [row.id, row.facts]));
}
