-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select id, relevance from (
  (select id, case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 4
         when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 3
         when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 2
         when ts_rank('{0,0,1,0}', words, $3::tsquery) > 0 then 1 else 0 end as relevance from node where project = $1 and ($8 or deleted_at is null) and kind = any($4::text[]) and words @@ $3::tsquery limit 20000)
  union
  select named.id, named.relevance from unnest($4::text[]) k cross join lateral (
    select id, case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 4
         when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 3
         when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 2
         when ts_rank('{0,0,1,0}', words, $3::tsquery) > 0 then 1 else 0 end as relevance from node
    where project = $1 and kind = k and name collate "C" >= $9 and name collate "C" < $11
      and ($8 or deleted_at is null) and words @@ $3::tsquery
    order by name collate "C", id limit 1000
  ) named
  union
  select id, case when $2 in (lower(name), lower(label)) or $9 in (name, label) then 4
         when starts_with(lower(case when label like '"%' then name else coalesce(label, name) end), $2) then 3
         when ts_rank('{0,0,0,1}', words, $3::tsquery) > 0 then 2
         when ts_rank('{0,0,1,0}', words, $3::tsquery) > 0 then 1 else 0 end from node where project = $1 and label = $10 and deleted_at is null and kind = any($4)
) hit
where $5::int is null or (relevance, id) < ($5::int, $6::uuid)
order by relevance desc, id desc
limit $7;

select k.id, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select k.id, k."id" as k0, k."endpoint" as k1 from deployment k where k.id = any($1);

select k.id, k."id" as k0, k."type" as k1, k."status" as k2, k."key" as k3, k."started_at" as k4, k."ended_at" as k5, k."message" as k6, k."reported_at" as k7, k."lost_after" as k8, k."code" as k9, k."environment" as k10 from run k where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);
