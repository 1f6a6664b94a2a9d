-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null;

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null and (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'SOURCE'
and e.valid_to is null and e.retired_at is null
and (f.id = any($3::uuid[]) or f.parent_id = any($4::uuid[])) limit 1), false)) and (((select date_trunc('milliseconds', coalesce(
  (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
  (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
from feature_set_version f where f.id = n.id) is not null) = true)));

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k join node n on n.id = k.id where k.id = any($1);

select n.id, n.k0::text as k0
from (
  select n.id, (select date_trunc('milliseconds', coalesce(
     (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
     (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
   from feature_set_version f where f.id = r.id) as k0
  from node n left join feature_set_version r on r.id = n.id
  where n.project = $1
    and n.kind = $2
    and n.deleted_at is null
    and (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'SOURCE'
   and e.valid_to is null and e.retired_at is null
   and (f.id = any($3::uuid[]) or f.parent_id = any($4::uuid[])) limit 1), false)) and (((select date_trunc('milliseconds', coalesce(
     (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
     (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
   from feature_set_version f where f.id = n.id) is not null) = true)))
  offset 0
) n
order by n.k0 desc nulls last, n.id desc
limit 11;

select n.id, n.k0::text as k0
from (
  select n.id, (select date_trunc('milliseconds', coalesce(
     (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
     (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
   from feature_set_version f where f.id = r.id) as k0
  from node n left join lateral (select coalesce(n.current_version_id, (select x.id from node x where x.parent_id = n.id and x.kind = $1 and x.deleted_at is null
   order by coalesce(x.version, 0) desc, x.id desc limit 1)) as id) meant on true left join lateral (select * from feature_set_version x where x.id = meant.id offset 0) r on true
  where n.project = $2
    and n.kind = $3
    and n.deleted_at is null
  offset 0
) n
order by n.k0 asc nulls last, n.id asc
limit 11;

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

select v.id, (select date_trunc('milliseconds', coalesce(
  (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
  (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
from feature_set_version f where f.id = v.id) as at from unnest($1::uuid[]) as v (id);

with fitting as materialized (
  select (select array_agg(f.feature ->> 'name') from jsonb_array_elements(r.features) f (feature)) as f0 from node n left join feature_set_version r on r.id = n.id where n.project = $1 and n.kind = $2 and n.deleted_at is null and (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'SOURCE'
    and e.valid_to is null and e.retired_at is null
    and (f.id = any($3::uuid[]) or f.parent_id = any($4::uuid[])) limit 1), false)) and (((select date_trunc('milliseconds', coalesce(
      (select w.ingest_time from row_source w where w.storage = f.storage order by w.ingest_time desc limit 1),
      (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null)))
    from feature_set_version f where f.id = n.id) is not null) = true)))
)
(select 'features' as counted, key, value, count(*)::int as count from (select null::text as key, u.value from fitting cross join unnest(f0) u (value)) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100);

with fitting as materialized (
  select (select e.name from node e where e.id = n.parent_id) as f0 from node n  where n.project = $1 and n.kind = $2 and n.deleted_at is null
)
(select 'entities' as counted, key, value, count(*)::int as count from (select null::text as key, f0::text as value from fitting) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100);
