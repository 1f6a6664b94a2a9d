-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

SELECT "FrozenLineageRecord"."model_version_id" AS "FrozenLineageRecord_model_version_id", "FrozenLineageRecord"."document" AS "FrozenLineageRecord_document", "FrozenLineageRecord"."digest" AS "FrozenLineageRecord_digest", "FrozenLineageRecord"."node_count" AS "FrozenLineageRecord_node_count", "FrozenLineageRecord"."edge_count" AS "FrozenLineageRecord_edge_count", "FrozenLineageRecord"."frozen_at" AS "FrozenLineageRecord_frozen_at" FROM "frozen_lineage" "FrozenLineageRecord" WHERE (("FrozenLineageRecord"."model_version_id" = ANY($1)));

select e.id as "edgeId", e.dst as "deploymentId", e.src as "modelVersionId", (e.attributes ->> 'trafficPercent')::int as "trafficPercent" from edge e
where e.dst = any($1) and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
order by (e.attributes ->> 'trafficPercent')::int desc, e.valid_from, e.src;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select model_version_id as id, octet_length(document)::float8 as bytes from frozen_lineage where model_version_id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."endpoint" as k1 from deployment k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k join node n on n.id = k.id where k.id = any($1);

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

select p.id as "parentId", v.id from node p cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v where p.id = any($1);

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
