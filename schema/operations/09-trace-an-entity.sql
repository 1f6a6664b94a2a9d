-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select 1 as storage, count(*) filter (where online)::int as "onlineRows",
  count(*) filter (where not online)::int as "historyRows",
  min(event_time)::text as "firstEventTime", max(event_time)::text as "lastEventTime",
  min(ingest_time)::text as "firstIngestTime", max(ingest_time)::text as "lastIngestTime"
from (
  select true as online, event_time, ingest_time from feature_online_1 where key = $1
  union all
  select false, event_time, ingest_time from feature_history_1 where key = $1
) r;

SELECT "DatasetVersion"."id" AS "DatasetVersion_id", "DatasetVersion"."digest" AS "DatasetVersion_digest", "DatasetVersion"."location" AS "DatasetVersion_location", "DatasetVersion"."columns" AS "DatasetVersion_columns", "DatasetVersion"."row_count" AS "DatasetVersion_row_count", "DatasetVersion"."byte_count" AS "DatasetVersion_byte_count" FROM "dataset_version" "DatasetVersion" WHERE (("DatasetVersion"."id" = ANY($1)));

SELECT "Entity"."id" AS "Entity_id", "Entity"."join_keys" AS "Entity_join_keys" FROM "entity" "Entity" WHERE (("Entity"."id" = ANY($1)));

SELECT "FeatureSetVersion"."id" AS "FeatureSetVersion_id", "FeatureSetVersion"."storage" AS "FeatureSetVersion_storage", "FeatureSetVersion"."digest" AS "FeatureSetVersion_digest", "FeatureSetVersion"."features" AS "FeatureSetVersion_features", "FeatureSetVersion"."ttl_seconds" AS "FeatureSetVersion_ttl_seconds", "FeatureSetVersion"."on_future_event" AS "FeatureSetVersion_on_future_event", "FeatureSetVersion"."keep_history_for" AS "FeatureSetVersion_keep_history_for", "FeatureSetVersion"."history_from" AS "FeatureSetVersion_history_from", "FeatureSetVersion"."rows_dropped_at" AS "FeatureSetVersion_rows_dropped_at", "FeatureSetVersion"."transformation" AS "FeatureSetVersion_transformation" FROM "feature_set_version" "FeatureSetVersion" WHERE (("FeatureSetVersion"."id" = ANY($1)));

SELECT "NodeRecord"."id" AS "NodeRecord_id", "NodeRecord"."kind" AS "NodeRecord_kind", "NodeRecord"."project" AS "NodeRecord_project", "NodeRecord"."name" AS "NodeRecord_name", "NodeRecord"."parent_id" AS "NodeRecord_parent_id", "NodeRecord"."version" AS "NodeRecord_version", "NodeRecord"."label" AS "NodeRecord_label", "NodeRecord"."description" AS "NodeRecord_description", "NodeRecord"."tags" AS "NodeRecord_tags", "NodeRecord"."owner" AS "NodeRecord_owner", "NodeRecord"."created_at" AS "NodeRecord_created_at", "NodeRecord"."created_by" AS "NodeRecord_created_by", "NodeRecord"."deleted_at" AS "NodeRecord_deleted_at", "NodeRecord"."deleted_by" AS "NodeRecord_deleted_by", "NodeRecord"."delete_reason" AS "NodeRecord_delete_reason" FROM "node" "NodeRecord" WHERE (("NodeRecord"."id" = ANY($1)));

SELECT "NodeRecord"."id" AS "NodeRecord_id", "NodeRecord"."kind" AS "NodeRecord_kind", "NodeRecord"."project" AS "NodeRecord_project", "NodeRecord"."name" AS "NodeRecord_name", "NodeRecord"."parent_id" AS "NodeRecord_parent_id", "NodeRecord"."version" AS "NodeRecord_version", "NodeRecord"."label" AS "NodeRecord_label", "NodeRecord"."description" AS "NodeRecord_description", "NodeRecord"."tags" AS "NodeRecord_tags", "NodeRecord"."owner" AS "NodeRecord_owner", "NodeRecord"."created_at" AS "NodeRecord_created_at", "NodeRecord"."created_by" AS "NodeRecord_created_by", "NodeRecord"."deleted_at" AS "NodeRecord_deleted_at", "NodeRecord"."deleted_by" AS "NodeRecord_deleted_by", "NodeRecord"."delete_reason" AS "NodeRecord_delete_reason" FROM "node" "NodeRecord" WHERE (("NodeRecord"."id" = ANY($1)));

SELECT "NodeRecord"."id" AS "NodeRecord_id", "NodeRecord"."kind" AS "NodeRecord_kind", "NodeRecord"."project" AS "NodeRecord_project", "NodeRecord"."name" AS "NodeRecord_name", "NodeRecord"."parent_id" AS "NodeRecord_parent_id", "NodeRecord"."version" AS "NodeRecord_version", "NodeRecord"."label" AS "NodeRecord_label", "NodeRecord"."description" AS "NodeRecord_description", "NodeRecord"."tags" AS "NodeRecord_tags", "NodeRecord"."owner" AS "NodeRecord_owner", "NodeRecord"."created_at" AS "NodeRecord_created_at", "NodeRecord"."created_by" AS "NodeRecord_created_by", "NodeRecord"."deleted_at" AS "NodeRecord_deleted_at", "NodeRecord"."deleted_by" AS "NodeRecord_deleted_by", "NodeRecord"."delete_reason" AS "NodeRecord_delete_reason" FROM "node" "NodeRecord" WHERE (("NodeRecord"."id" = ANY($1)));

select * from (
  select page.*, sum(octet_length(answer)) over (order by id) - octet_length(answer) as bytes_before from (select id, answer::text as answer from ingest
 where id > $3 and id <> all($4) and project = $1
   and substring(answer::text from '"featureSet": ?"([^"]*)"') = any($2)
   and substring(answer::text from '"rejected": ?(\d+)') <> '0'
 order by id limit 50) page
) sized where bytes_before < 4194304 order by id;

select count(*)::int as rows from training_spine_1 where k0 = $1;

select feature_set_version_id as "featureSetVersionId", feature, count::float8 as count, last_at as "lastAt"
from feature_violation where feature_set_version_id = any($1) order by feature;

select feature_set_version_id as "featureSetVersionId", feature, reason, replacement, deprecated_by as "deprecatedBy",
  deprecated_at as "deprecatedAt"
from feature_deprecation where feature_set_version_id = any($1) order by feature;

select key, event_time::text as "eventTime", ingest_time::text as "ingestTime" from feature_online_1
where key > $1 order by key limit $2;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select t.storage, t.dataset_version_id as "datasetVersionId", n.label, t.recipe
from training_set t left join node n on n.id = t.dataset_version_id
where t.recipe -> 'sets' @> jsonb_build_array(jsonb_build_object('entityId', $1::text))
order by t.storage;

select v.id, n.label, v.storage
from node s
join node n on n.parent_id = s.id and n.kind = 'FEATURE_SET_VERSION'
join feature_set_version v on v.id = n.id
where s.parent_id = $1 and s.kind = 'FEATURE_SET'
order by v.storage;

select v.id, s.id as "featureSetId", n.label, v.storage, v.ttl_seconds as "ttlSeconds", v.on_future_event as "onFutureEvent", v.features,
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
where v.id = any($1);

with recursive made (id, kind) as (
  select id, kind from node where id = any($1)
  union
  select n.id, n.kind
  from made m
  join edge e on e.src = m.id and e.valid_to is null and e.retired_at is null
  join node n on n.id = e.dst and n.kind in ('DATASET_VERSION', 'RUN', 'MODEL_VERSION')
  where m.kind <> 'MODEL_VERSION' or (e.kind = 'DERIVED_FROM' and n.kind = 'MODEL_VERSION')
)
select id from made where kind = 'MODEL_VERSION' order by id;

with recursive made (id, kind) as (
  select id, kind from node where id = any($1)
  union
  select n.id, n.kind
  from made m
  join edge e on e.src = m.id and e.valid_to is null and e.retired_at is null
  join node n on n.id = e.dst and n.kind in ('DATASET_VERSION', 'RUN', 'MODEL_VERSION')
  where m.kind <> 'MODEL_VERSION' or (e.kind = 'DERIVED_FROM' and n.kind = 'MODEL_VERSION')
)
select id from made where kind = 'MODEL_VERSION' order by id;
