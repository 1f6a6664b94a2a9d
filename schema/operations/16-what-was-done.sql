-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select k.id, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select k.id, k."id" as k0, k."endpoint" as k1 from deployment k where k.id = any($1);

select k.id, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k where k.id = any($1);

select k.id, k."id" as k0, k."type" as k1, k."status" as k2, k."key" as k3, k."started_at" as k4, k."ended_at" as k5, k."message" as k6, k."reported_at" as k7, k."lost_after" as k8, k."code" as k9, k."environment" as k10 from run k where k.id = any($1);

select l.label, v.id, v.deleted_at is not null as deleted
from unnest($2::text[], $3::text[], $4::text[]) as l (label, model, alias)
join node m on m.project = $1 and m.label = l.model and m.kind = 'MODEL' and m.deleted_at is null
join model_alias a on a.model_id = m.id and a.alias = l.alias and a.valid_to is null
join node v on v.id = a.model_version_id;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n.id as "foundBy", s.position::float8 as position, encode(s.hash, 'hex') as hash, c.id, nullif(c.project, '') as project, c.principal, c.door, c.request_id as "requestId", c.action, c.nodes,
c.reason, c.details, c.at
from unnest($1::uuid[]) as n (id)
cross join lateral (
  select s.position, s.seq, s.hash from change_node f join change_seal s on s.position = f.position
  where f.node_id = n.id and ($7::bigint is null or f.position < $7) and s.project = $2 and ($3::text is null or s.principal = $3) and ($4::text[] is null or s.action = any($4))
  and ($5::timestamptz is null or s.at >= $5) and ($6::timestamptz is null or s.at <= $6)
  order by f.position desc limit $8
) s
join change c on c.seq = s.seq
order by s.position desc, n.id;

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
