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

select * from (
  select page.*, sum(octet_length(answer)) over (order by id) - octet_length(answer) as bytes_before from (select id, answer::text as answer from ingest
 where id > $3 and id <> all($4) and project = $1
   and substring(answer::text from '"featureSet": ?"([^"]*)"') = any($2)
   and substring(answer::text from '"rejected": ?(\d+)') <> '0'
 order by id limit 50) page
) sized where bytes_before < 4194304 order by id;

select count(*)::int as rows from training_spine_1 where (k0 = $1 or k1 = $1);

select count(*)::int as rows from training_spine_2 where (k0 = $1 or k1 = $1);

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.src = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select feature_set_version_id as "featureSetVersionId", feature, count::float8 as count, last_at as "lastAt"
from feature_violation where feature_set_version_id = any($1) order by feature;

select feature_set_version_id as "featureSetVersionId", feature, reason, replacement, deprecated_by as "deprecatedBy",
  deprecated_at as "deprecatedAt"
from feature_deprecation where feature_set_version_id = any($1) order by feature;

select key, event_time::text as "eventTime", ingest_time::text as "ingestTime" from feature_online_1
where key > $1 order by key limit $2;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."endpoint" as k1 from deployment k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."join_keys" as k1 from entity k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k join node n on n.id = k.id where k.id = any($1);

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
  or t.recipe -> 'carried' @> jsonb_build_array(jsonb_build_object('entityId', $1::text))
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
