-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select k.id, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n.id, n.project, n.name, n.parent_id as "parentId", n.deleted_at as "deletedAt"
from node n join run r on r.id = n.id
where n.project = $1 and n.kind = 'RUN' and n.parent_id = $2 and r.project = $3 and r.type = 'EVALUATION' and r.status = 'SUCCEEDED' and n.deleted_at is null
order by n.id asc
limit 51;

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

select r.id as "runId", p.name, p.value, p.step, p.time
from unnest($1::uuid[]) as r (id)
cross join lateral (
  select name, value, step::float8 as step, time::text from run_metric_point
  where run_id = r.id and name = $2
    and ($3::bigint is null or (run_metric_point.step, run_metric_point.time, value) > ($3::bigint, $4::timestamptz, $5::float8))
  order by run_metric_point.step, run_metric_point.time, value
  limit $6
) p;

select r.id as "runId", p.name, p.value, p.step, p.time
from unnest($1::uuid[]) as r (id)
cross join lateral (
  select name, value, step::float8 as step, time::text from run_metric_point
  where run_id = r.id and name = $2
    and ($3::bigint is null or (run_metric_point.step, run_metric_point.time, value) > ($3::bigint, $4::timestamptz, $5::float8))
  order by run_metric_point.step, run_metric_point.time, value
  limit $6
) p;

select run_id as "runId", project, name, value, step::float8 as step, time::text, coalesce(first_value, value) as first,
  min_value as min, max_value as max
from run_metric
where run_id = any($1) and ($2 or not starts_with(name, 'system/')) and ($3::text[] is null or name = any($3))
order by run_id, name;
