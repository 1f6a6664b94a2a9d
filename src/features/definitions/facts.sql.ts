import { type Queryable, statement } from '../../platform/database/queryable.js';

type Facts = ReadonlyMap<string, Record<string, unknown>>;

const ENTITY_FACTS = statement(
  'entity_facts',
  `select id, jsonb_build_object('joinKeys', join_keys) as facts from entity where id = any($1)`,
);

/** What a frozen lineage keeps of entities. Index: primary key. */
export function loadEntityFacts(db: Queryable, ids: readonly string[]): Promise<Facts> {
  return loadFacts(db, ENTITY_FACTS, ids);
}

const FEATURE_SET_VERSION_FACTS = statement(
  'feature_set_version_facts',
  `select id, jsonb_build_object(
     'digest', digest, 'features', features, 'ttlSeconds', ttl_seconds, 'transformation', transformation
   ) as facts
   from feature_set_version where id = any($1)`,
);

/** What a frozen lineage keeps of feature set versions. Index: primary key. */
export function loadFeatureSetVersionFacts(db: Queryable, ids: readonly string[]): Promise<Facts> {
  return loadFacts(db, FEATURE_SET_VERSION_FACTS, ids);
}

async function loadFacts(db: Queryable, facts: { name: string; text: string }, ids: readonly string[]): Promise<Facts> {
  const rows = await db.query<{ id: string; facts: Record<string, unknown> }>(facts, [ids]);
  return new Map(rows.map((row) => [row.id, row.facts]));
}
