-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null;

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null and (((coalesce((select true from edge made join node ran on ran.id = made.src and ran.kind = 'RUN' and ran.project = $3 and ran.deleted_at is null
where made.dst = n.id and made.kind = 'OUTPUT' and made.valid_to is null and made.retired_at is null and coalesce((select r.status = 'SUCCEEDED' from run r where r.id = made.src), false) limit 1), false))));

select distinct on (parent_id) parent_id as "parentId", id
from node
where parent_id = any($1) and version is not null and deleted_at is null
order by parent_id, version desc;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k join node n on n.id = k.id where k.id = any($1);

select n.id, n.k0::text as k0
from (
  select n.id, (select max(ran.ended_at) from edge made join run ran on ran.id = made.src and ran.project = n.project
    where made.dst = n.id and made.kind = 'OUTPUT' and made.valid_to is null and made.retired_at is null) as k0
  from node n
  where n.project = $1
    and n.kind = $2
    and n.deleted_at is null
    and (((coalesce((select true from edge made join node ran on ran.id = made.src and ran.kind = 'RUN' and ran.project = $3 and ran.deleted_at is null
   where made.dst = n.id and made.kind = 'OUTPUT' and made.valid_to is null and made.retired_at is null and coalesce((select r.status = 'SUCCEEDED' from run r where r.id = made.src), false) limit 1), false))))
  offset 0
) n
order by n.k0 desc nulls last, n.id desc
limit 11;

select n.id, n.k0::text as k0, n.k1::text as k1
from (
  select n.id, r.row_count as k0, n.name collate "C" as k1
  from node n left join lateral (select coalesce(n.current_version_id, (select x.id from node x where x.parent_id = n.id and x.kind = $1 and x.deleted_at is null
   order by coalesce(x.version, 0) desc, x.id desc limit 1)) as id) meant on true left join lateral (select * from dataset_version x where x.id = meant.id offset 0) r on true
  where n.project = $2
    and n.kind = $3
    and n.deleted_at is null
  offset 0
) n
order by n.k0 desc nulls last, n.k1 asc nulls last, n.id asc
limit 11;

with fitting as materialized (
  select n.name as f0 from node n  where n.project = $1 and n.kind = $2 and n.deleted_at is null and (((coalesce((select true from edge made join node ran on ran.id = made.src and ran.kind = 'RUN' and ran.project = $3 and ran.deleted_at is null
    where made.dst = n.id and made.kind = 'OUTPUT' and made.valid_to is null and made.retired_at is null and coalesce((select r.status = 'SUCCEEDED' from run r where r.id = made.src), false) limit 1), false))))
)
(select 'datasets' as counted, key, value, count(*)::int as count from (select null::text as key, f0::text as value from fitting) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100);
