-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

SELECT "DatasetVersion"."id" AS "DatasetVersion_id", "DatasetVersion"."digest" AS "DatasetVersion_digest", "DatasetVersion"."location" AS "DatasetVersion_location", "DatasetVersion"."columns" AS "DatasetVersion_columns", "DatasetVersion"."row_count" AS "DatasetVersion_row_count", "DatasetVersion"."byte_count" AS "DatasetVersion_byte_count" FROM "dataset_version" "DatasetVersion" WHERE (("DatasetVersion"."id" = ANY($1)));

SELECT "Deployment"."id" AS "Deployment_id", "Deployment"."endpoint" AS "Deployment_endpoint" FROM "deployment" "Deployment" WHERE (("Deployment"."id" = ANY($1)));

SELECT "ModelVersion"."id" AS "ModelVersion_id", "ModelVersion"."artifact_uri" AS "ModelVersion_artifact_uri", "ModelVersion"."artifact_digest" AS "ModelVersion_artifact_digest", "ModelVersion"."artifact_format" AS "ModelVersion_artifact_format", "ModelVersion"."artifact_bytes" AS "ModelVersion_artifact_bytes", "ModelVersion"."metrics" AS "ModelVersion_metrics" FROM "model_version" "ModelVersion" WHERE (("ModelVersion"."id" = ANY($1)));

SELECT "NodeRecord"."id" AS "NodeRecord_id", "NodeRecord"."kind" AS "NodeRecord_kind", "NodeRecord"."project" AS "NodeRecord_project", "NodeRecord"."name" AS "NodeRecord_name", "NodeRecord"."parent_id" AS "NodeRecord_parent_id", "NodeRecord"."version" AS "NodeRecord_version", "NodeRecord"."label" AS "NodeRecord_label", "NodeRecord"."description" AS "NodeRecord_description", "NodeRecord"."tags" AS "NodeRecord_tags", "NodeRecord"."owner" AS "NodeRecord_owner", "NodeRecord"."created_at" AS "NodeRecord_created_at", "NodeRecord"."created_by" AS "NodeRecord_created_by", "NodeRecord"."deleted_at" AS "NodeRecord_deleted_at", "NodeRecord"."deleted_by" AS "NodeRecord_deleted_by", "NodeRecord"."delete_reason" AS "NodeRecord_delete_reason" FROM "node" "NodeRecord" WHERE (("NodeRecord"."id" = ANY($1)));

SELECT "Run"."id" AS "Run_id", "Run"."type" AS "Run_type", "Run"."status" AS "Run_status", "Run"."key" AS "Run_key", "Run"."started_at" AS "Run_started_at", "Run"."ended_at" AS "Run_ended_at", "Run"."message" AS "Run_message", "Run"."code" AS "Run_code", "Run"."environment" AS "Run_environment" FROM "run" "Run" WHERE (("Run"."id" = ANY($1)));

select id, relevance from (
  select id, case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 3
         when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 2
         when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 1 else 0 end as relevance
  from node
  where project = $1 and ($8 or deleted_at is null) and words @@ $3::tsquery and ($4::text[] is null or kind = any($4))
  union
  select id, case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 3
         when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 2
         when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 1 else 0 end
  from node
  where project = $1 and label = $10 and deleted_at is null and ($4::text[] is null or kind = any($4))
) hit
where $5::int is null or (relevance, id) < ($5::int, $6::uuid)
order by relevance desc, id desc
limit $7;
