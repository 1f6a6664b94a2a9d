-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select (
  select count(*)::int from (select from run_metric v where v.project = $1 and v.name = c.name and v.value between c.lowest and c.highest limit $5) few
) as found
from unnest($2::text[], $3::float8[], $4::float8[]) with ordinality as c (name, lowest, highest, position)
order by c.position;

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

with fitting as materialized (
  select n.id
  from ((((((select v.run_id as id from run_metric v where v.project = $2 and v.name = $3 and v.value > $4::float8 and v.value < 'NaN'::float8))) union (((select v.run_id as id from run_metric v where v.project = $5 and v.name = $6 and true) intersect (select n.id from node n join run r on r.id = n.id and r.project = $7 where n.project = $8 and n.kind = 'RUN' and r.type = 'TRAINING'))))) except (((select n.id from node n join run r on r.id = n.id and r.project = $9 where n.project = $10 and n.kind = 'RUN' and r.status = any(array['FAILED', 'CANCELLED']::text[]))))) s join node n on n.id = s.id
  where n.project = $1 and n.kind = 'RUN' and n.parent_id = $11 and n.deleted_at is null
)
(select 'TOTAL' as counted, null::text as key, null::text as value, count(*)::int as count from fitting);

with fitting as materialized (
  select r.type, r.status, n.created_by
  from ((((((select v.run_id as id from run_metric v where v.project = $2 and v.name = $3 and v.value > $4::float8 and v.value < 'NaN'::float8))) union (((select v.run_id as id from run_metric v where v.project = $5 and v.name = $6 and true) intersect (select n.id from node n join run r on r.id = n.id and r.project = $7 where n.project = $8 and n.kind = 'RUN' and r.type = 'TRAINING'))))) except (((select n.id from node n join run r on r.id = n.id and r.project = $9 where n.project = $10 and n.kind = 'RUN' and r.status = any(array['FAILED', 'CANCELLED']::text[]))))) s join node n on n.id = s.id join run r on r.id = n.id
  where n.project = $1 and n.kind = 'RUN' and n.parent_id = $11 and n.deleted_at is null
)
(select 'TYPE' as counted, key, value, count from (
  select null::text as key, type as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'STATUS' as counted, key, value, count from (
  select null::text as key, status as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'CREATED_BY' as counted, key, value, count from (
  select null::text as key, created_by as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100);

with w (id, p0) as materialized (
  select n.id, n.name collate "C"
  from node n
  where n.project = $6 and n.kind = 'RUN' and n.name collate "C" is not null and n.parent_id = $7 and n.deleted_at is null
  order by n.name collate "C" asc, n.id asc limit 256
), page as materialized (
  select n.id, n.name, r.status, p0
  from (select * from w where ((coalesce((select v.value > $1::float8 and v.value < 'NaN'::float8 from run_metric v where v.run_id = w.id and v.project = $2 and v.name = $3), false)) or (coalesce((select true from run_metric v where v.run_id = w.id and v.project = $4 and v.name = $5), false) and coalesce((select r.type = 'TRAINING' from run r where r.id = w.id), false))) and not (coalesce((select r.status = any(array['FAILED', 'CANCELLED']::text[]) from run r where r.id = w.id), false)) order by w.p0 asc, w.id asc offset 0) w
  cross join lateral (select * from node n where n.id = w.id and n.deleted_at is null offset 0) n
  cross join lateral (select * from run r where r.id = w.id offset 0) r
  order by w.p0 asc, w.id asc
  limit 11
)
select page.*, page.p0::text as p0,
  case when (select count(*) from page) < 11 then (select count(*)::int from w) end as walked
from (values (1)) one left join page on true
order by page.p0 asc nulls last, page.id asc;
