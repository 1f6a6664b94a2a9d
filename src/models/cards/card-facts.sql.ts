import { type Queryable, statement } from '../../platform/database/queryable.js';

/** So many things of one kind stand in a card; of what is beyond it only says how much that is. */
export const NAMED = 50;

export interface CardBinding {
  readonly deployment: string;
  readonly trafficPercent: number;
  readonly since: Date;
}

const BINDINGS = statement(
  'bindings_of_card',
  `select d.label as deployment, (e.attributes ->> 'trafficPercent')::int as "trafficPercent", e.valid_from as since
   from edge e join node d on d.id = e.dst
   where e.src = $1 and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
     and ($2::text[] is null or d.project = any($2))
   order by d.label, d.id limit ${NAMED + 1}`,
);

/** Where a version serves now. Index: edge_downstream. */
export function selectCardBindings(
  db: Queryable,
  versionId: string,
  seen: readonly string[] | null,
): Promise<CardBinding[]> {
  return db.query<CardBinding>(BINDINGS, [versionId, seen]);
}

/** As much of what is upstream is looked at; a card is no picture of it. */
export const MOST_UPSTREAM = 2_000;

/** Something upstream of a version. */
export interface CardNode {
  readonly kind: string;
  readonly label: string;
  readonly deleted: boolean;
}

const UPSTREAM = statement(
  'upstream_of_card',
  `with recursive up (id) as (
     select $1::uuid
     union
     select e.src from up join edge e on e.dst = up.id and e.valid_to is null and e.retired_at is null
   ), looked as (select id from up offset 1 limit ${MOST_UPSTREAM + 1})
   select n.kind, coalesce(n.label, n.name) as label, n.deleted_at is not null as deleted
   from looked l join node n on n.id = l.id and ($2::text[] is null or n.project = any($2)) and not n.logical
   order by n.kind, coalesce(n.label, n.name), n.id`,
);

/** Versions and runs upstream of a version, of the projects that are seen (null: all), one more than are looked at. Index: edge_upstream. */
export function selectCardUpstream(
  db: Queryable,
  versionId: string,
  seen: readonly string[] | null,
): Promise<CardNode[]> {
  return db.query<CardNode>(UPSTREAM, [versionId, seen]);
}

/** A dataset version that a model learnt from or was judged by. */
export interface CardData {
  readonly id: string;
  readonly label: string;
  readonly digest: string | null;
  readonly rows: number | null;
  readonly registeredAt: Date;
  readonly deleted: boolean;
}

const DATA = statement(
  'data_of_card',
  `select n.id, coalesce(n.label, n.name) as label, coalesce(dv.digest, f.digest) as digest, dv.row_count::float8 as rows, n.created_at as "registeredAt",
     n.deleted_at is not null as deleted
   from node n left join dataset_version dv on dv.id = n.id left join feature_set_version f on f.id = n.id
   where n.id = any($1) and ($2::text[] is null or n.project = any($2))
   order by coalesce(n.label, n.name), n.id limit ${NAMED + 1}`,
);

/** What is known of data, by label, of the projects that are seen (null: all). Index: primary keys. */
export function selectCardData(
  db: Queryable,
  ids: readonly string[],
  seen: readonly string[] | null,
): Promise<CardData[]> {
  return db.query<CardData>(DATA, [ids, seen]);
}

export interface CardParameter {
  readonly name: string;
  readonly value: string;
}

const PARAMETERS = statement(
  'parameters_of_card',
  `select p.name, left(p.value, 1000) as value from run_parameter p where p.run_id = $1 order by p.name limit ${NAMED + 1}`,
);

/** What a run was begun with, by name. Index: primary key. */
export function selectCardParameters(db: Queryable, runId: string): Promise<CardParameter[]> {
  return db.query<CardParameter>(PARAMETERS, [runId]);
}

/** Where a feature set version comes from, and how fresh it is. */
export interface CardFeatureSet {
  readonly id: string;
  readonly label: string;
  readonly ttlSeconds: number | null;
  /** When rows were last written to it by a run; null: never. */
  readonly writtenAt: Date | null;
  readonly sources: readonly string[];
  readonly sourceCount: number;
}

const SOURCES_NAMED = 10;

const FEATURE_SETS = statement(
  'feature_sets_of_card',
  `select n.id, n.label, v.ttl_seconds as "ttlSeconds",
     (select max(e.valid_from) from edge e where e.dst = n.id and e.kind = 'OUTPUT' and e.retired_at is null) as "writtenAt",
     s.count as "sourceCount", coalesce(s.labels[:${SOURCES_NAMED}], '{}') as sources
   from node n
   join feature_set_version v on v.id = n.id
   cross join lateral (
     select count(*)::int as count, array_agg(coalesce(d.label, d.name) order by d.label, d.id)
       filter (where $2::text[] is null or d.project = any($2)) as labels
     from edge e join node d on d.id = e.src
     where e.dst = n.id and e.kind = 'SOURCE' and e.valid_to is null and e.retired_at is null
   ) s
   where n.id = any($1)
   order by n.label, n.id limit ${NAMED + 1}`,
);

/** Feature set versions by label, with what they are computed from as far as it is seen (null: all). Index: edge_upstream. */
export function selectCardFeatureSets(
  db: Queryable,
  ids: readonly string[],
  seen: readonly string[] | null,
): Promise<CardFeatureSet[]> {
  return db.query<CardFeatureSet>(FEATURE_SETS, [ids, seen]);
}
