import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { JoinKey } from '../../../values/join-key.js';
import { requireRows } from '../changes/dropped-rows.js';
import type { Feature } from '../feature.js';
import type { FutureEventPolicy } from '../rules/future-event-policy.js';

/** What a lookup or a write needs to know of one feature set version. */
export interface Definition {
  readonly id: string;
  readonly featureSetId: string;
  /** `airport_traffic@2` */
  readonly label: string;
  readonly storage: number;
  readonly ttlSeconds: number | null;
  readonly onFutureEvent: FutureEventPolicy;
  readonly features: readonly Feature[];
  readonly entity: string;
  readonly entityId: string;
  readonly joinKeys: readonly JoinKey[];
  readonly deleted: boolean;
  /** Reads as of earlier times can't be answered any more; null: all history is there. */
  readonly historyFrom: string | null;
  readonly rowsDroppedAt: Date | null;
  /** Which features are deprecated, by name; the empty name is the whole version. */
  readonly deprecations: Readonly<Record<string, DeprecationFacts>>;
}

/** Why something is deprecated, and what to use instead. */
export interface DeprecationFacts {
  readonly reason: string;
  /** A reference; null if there is none. */
  readonly replacement: string | null;
}

const DEFINITIONS = statement(
  'feature_set_definitions',
  `select v.id, s.id as "featureSetId", n.label, v.storage, v.ttl_seconds as "ttlSeconds", v.on_future_event as "onFutureEvent", v.features,
     en.name as entity, en.id as "entityId", e.join_keys as "joinKeys", n.deleted_at is not null as deleted,
     to_char(v.history_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "historyFrom", v.rows_dropped_at as "rowsDroppedAt",
     coalesce((
       select jsonb_object_agg(d.feature, jsonb_build_object('reason', d.reason, 'replacement', d.replacement))
       from feature_deprecation d where d.feature_set_version_id = v.id
     ), '{}') as deprecations
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

/** Throws FAILED_PRECONDITION if the rows of a version were dropped; to be asked under its writer lock. Index: primary keys. */
export async function requireRowsNow(db: Queryable, id: string): Promise<void> {
  const definition = (await selectDefinitions(db, [id])).get(id);
  if (definition !== undefined) requireRows(definition);
}
