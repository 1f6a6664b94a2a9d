-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n.id, n.k0::text as k0
from (
  select n.id, v.created_at as k0
  from node n left join lateral (select coalesce(n.current_version_id, (select x.id from node x where x.parent_id = n.id and x.kind = $1 and x.deleted_at is null
   order by coalesce(x.version, 0) desc, x.id desc limit 1)) as id) meant on true left join lateral (select * from node x where x.id = meant.id offset 0) v on true
  where n.project = $2
    and n.kind = $3
    and n.deleted_at is null
  offset 0
) n
order by n.k0 desc nulls last, n.id desc
limit 11;

with fitting as materialized (
  select n.owner as f0, n.tags as f1 from node n  where n.project = $1 and n.kind = $2 and n.deleted_at is null
)
(select 'owners' as counted, key, value, count(*)::int as count from (select null::text as key, f0::text as value from fitting) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'tags' as counted, key, value, count(*)::int as count from (select t.key, t.value from fitting cross join jsonb_each_text(f1) t) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100);
