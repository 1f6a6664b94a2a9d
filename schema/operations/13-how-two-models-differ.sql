-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

SELECT "FrozenLineageRecord"."model_version_id" AS "FrozenLineageRecord_model_version_id", "FrozenLineageRecord"."document" AS "FrozenLineageRecord_document", "FrozenLineageRecord"."digest" AS "FrozenLineageRecord_digest", "FrozenLineageRecord"."node_count" AS "FrozenLineageRecord_node_count", "FrozenLineageRecord"."edge_count" AS "FrozenLineageRecord_edge_count", "FrozenLineageRecord"."frozen_at" AS "FrozenLineageRecord_frozen_at" FROM "frozen_lineage" "FrozenLineageRecord" WHERE (("FrozenLineageRecord"."model_version_id" = ANY($1)));

select model_version_id as id, octet_length(document)::float8 as bytes from frozen_lineage where model_version_id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

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
