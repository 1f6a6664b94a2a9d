import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Feature } from './feature.js';
import type { JoinKey } from './join-key.js';

/** What a lookup or a write needs to know of one feature set version. */
export interface Definition {
  readonly id: string;
  /** `airport_traffic@2` */
  readonly label: string;
  readonly storage: number;
  readonly ttlSeconds: number | null;
  readonly features: readonly Feature[];
  readonly entity: string;
  readonly entityId: string;
  readonly joinKeys: readonly JoinKey[];
  readonly deleted: boolean;
}

const DEFINITIONS = statement(
  'feature_set_definitions',
  `select v.id, n.label, v.storage, v.ttl_seconds as "ttlSeconds", v.features,
     en.name as entity, en.id as "entityId", e.join_keys as "joinKeys", n.deleted_at is not null as deleted
   from feature_set_version v
   join node n on n.id = v.id
   join node s on s.id = n.parent_id
   join node en on en.id = s.parent_id
   join entity e on e.id = en.id
   where v.id = any($1)`,
);

/** Definitions of feature set versions, deleted ones too. Index: primary keys. */
export async function selectDefinitions(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Definition>> {
  const rows = await db.query<Definition>(DEFINITIONS, [[...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row]));
}
