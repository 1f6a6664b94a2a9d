-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select id, kind, project, status, input, result, step, done::float8 as done, total::float8 as total, error, attempts,
created_by as "createdBy", key_id as "keyId", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt" from job
 where project = $1 and kind = any($2) and ($3::text is null or status = $3) and ($4::uuid is null or id < $4::uuid)
 order by id desc limit $5;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k join node n on n.id = k.id where k.id = any($1);

select storage, project, job_id as "jobId", dataset_version_id as "datasetVersionId", recipe, known_at::text as "knownAt",
row_count::float8 as "rowCount", digest, counts, not_rebuildable as "notRebuildable" from training_set where dataset_version_id = any($1);
